import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { date, flag, integer, optional, page, text, timestamp, uuid } from '../kernel/fields.ts'
import { country } from '../kernel/identity-fields.ts'
import { listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { loadStates, partBytesMax } from '../shapes/screening.ts'
import { listCode, reason } from './fields.ts'
import { screeningMatch } from './hit.ts'

const tag = 'Screening'

const load = namedAnswer('ListLoad', {
  loadId: z.string(),
  list: z.string(),
  listVersion: wholeNumber,
  status: z.enum(loadStates),
  format: z.string().nullable(),
  sha256: z.string(),
  sizeBytes: wholeNumber,
  receivedBytes: wholeNumber,
  parts: wholeNumber,
  people: wholeNumber.nullable(),
  skipped: wholeNumber.nullable(),
  failure: z.string().nullable(),
  begunBy: z.string(),
  begunAt: timestamp,
  endedAt: timestamp.nullable(),
})

const lookers = ['support', 'compliance', 'admin'] as const
const deciders = ['compliance', 'admin'] as const
const ofLoad = z.object({ loadId: uuid })

export const listScreeningLists = endpoint({
  method: 'GET',
  path: '/operator/v1/screening/lists',
  tag,
  summary: 'The lists in force, and the latest sweeps over all users',
  access: 'operator',
  roles: lookers,
  response: z.strictObject({
    lists: z.array(load),
    sweeps: z.array(
      z.strictObject({
        sweep: wholeNumber,
        loadId: z.string(),
        status: z.enum(['RUNNING', 'DONE', 'SUPERSEDED']),
        userCount: wholeNumber,
        hitCount: wholeNumber,
        begunAt: timestamp,
        endedAt: timestamp.nullable(),
      }),
    ),
  }),
  errors: [],
})

export const listListLoads = endpoint({
  method: 'GET',
  path: '/operator/v1/screening/loads',
  tag,
  summary: 'Every version of the lists, newest first',
  access: 'operator',
  roles: lookers,
  query: z.strictObject({ list: optional(listCode), ...page }),
  response: listOf('loads', load),
  errors: [],
})

export const beginListLoad = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/loads',
  tag,
  summary: 'Begin to load a new version of a list',
  description:
    'The file then comes in parts. Formats, told by content: OpenSanctions (FollowTheMoney JSON lines and simple CSV), the consolidated XML of the UN and of the EU. A load that was begun before and not finished is given up.',
  access: 'operator',
  roles: deciders,
  body: z.object({
    list: listCode,
    sha256: z
      .string({ error: 'must be a SHA-256 in hex' })
      .regex(/^[0-9a-f]{64}$/i, { error: 'must be a SHA-256 in hex' })
      .transform(value => value.toLowerCase()),
    sizeBytes: integer(1, 5_000_000_000),
    isShrinkAllowed: optional(flag),
    reason,
  }),
  response: load,
  errors: [],
})

export const addListPart = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/loads/:loadId/parts',
  tag,
  summary: 'Send the next part of the file',
  description: `Parts come in order, from position 0, of at most ${partBytesMax} bytes each. One that is there already changes nothing.`,
  access: 'operator',
  roles: deciders,
  params: ofLoad,
  body: z.object({
    position: integer(0, 1_000_000),
    content: z
      .base64({ error: 'must be base64' })
      .min(1, { error: 'should not be empty' })
      .max(Math.ceil(partBytesMax / 3) * 4, { error: `must be of at most ${partBytesMax} bytes` }),
    reason,
  }),
  response: load,
  errors: [],
})

export const submitListLoad = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/loads/:loadId/submit',
  tag,
  summary: 'All parts are there: read the list and put it in force',
  description: 'It is read in the background. Once it is in force every user is compared anew.',
  access: 'operator',
  roles: deciders,
  params: ofLoad,
  body: z.object({ reason }),
  response: load,
  errors: [],
})

export const getListLoad = endpoint({
  method: 'GET',
  path: '/operator/v1/screening/loads/:loadId',
  tag,
  summary: 'How far a load is',
  access: 'operator',
  roles: lookers,
  params: ofLoad,
  response: load,
  errors: [],
})

export const screenName = endpoint({
  method: 'POST',
  path: '/operator/v1/screening/check',
  tag,
  summary: 'Compare a name with the lists',
  description: 'Nothing of it is kept but that it was asked.',
  access: 'operator',
  roles: lookers,
  body: z.object({
    name: text(2, 300),
    birthDate: optional(date),
    country: optional(country),
    documentNumber: optional(text(1, 50)),
    reason,
  }),
  response: z.strictObject({ rules: z.string(), matches: z.array(screeningMatch) }),
  errors: [],
})
