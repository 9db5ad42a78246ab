import { z } from 'zod'
import { eventTypes } from '../events.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { flag, integer, oneOf, optional, page, text, timestamp } from '../kernel/fields.ts'
import { webhookUrl } from '../kernel/web-fields.ts'
import { listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { anyRole, ofPartner, reason } from './fields.ts'

const tag = 'Partners'

const models = ['KYC', 'NO_KYC'] as const
const sepaLoops = ['CLOSED', 'OPEN'] as const
const fiatStatusDialects = ['WAITING_FOR_ACTIVATION', 'WAITING_TO_BE_ACTIVATED'] as const

/** By name: an offset such as +05:00 knows no summer, and PostgreSQL reads its sign the other way round. */
const isTimeZone = (name: string): boolean => {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const timeZone = text(1, 64).refine(isTimeZone, { error: 'must be an IANA time zone' })

const partner = namedAnswer('Partner', {
  partnerId: z.string(),
  name: z.string(),
  model: z.enum(models),
  status: z.enum(['ACTIVE', 'SUSPENDED']),
  timeZone: z.string(),
  fiatStatusDialect: z.enum(fiatStatusDialects),
  sepaLoop: z.enum(sepaLoops),
  lockLifeSeconds: wholeNumber,
  ratePerSecond: wholeNumber,
  rateBurst: wholeNumber,
  moneyRatePerSecond: wholeNumber,
  moneyRateBurst: wholeNumber,
  webhookUrl: z.string().nullable(),
  events: z.array(z.enum(eventTypes)).nullable(),
  createdAt: timestamp,
})

/** What an operator may set; the defaults are the product's. */
const settings = {
  timeZone: optional(timeZone),
  fiatStatusDialect: optional(oneOf(fiatStatusDialects)),
  sepaLoop: optional(oneOf(sepaLoops)),
  lockLifeSeconds: optional(integer(1, 3600)),
  ratePerSecond: optional(integer(1, 100_000)),
  rateBurst: optional(integer(1, 200_000)),
  moneyRatePerSecond: optional(integer(1, 100_000)),
  moneyRateBurst: optional(integer(1, 200_000)),
}

export const listPartners = endpoint({
  method: 'GET',
  path: '/operator/v1/partners',
  tag,
  summary: 'All partners, newest first',
  access: 'operator',
  roles: anyRole,
  query: z.strictObject(page),
  response: listOf('partners', partner),
  errors: [],
})

export const createPartner = endpoint({
  method: 'POST',
  path: '/operator/v1/partners',
  tag,
  summary: 'Take on a partner',
  description: 'The model can never be changed. A key is made by a call of its own.',
  access: 'operator',
  roles: ['admin'],
  body: z.object({ name: text(1, 200), model: oneOf(models), webhookUrl: optional(webhookUrl), ...settings, reason }),
  response: partner,
  errors: [],
})

export const getPartner = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId',
  tag,
  summary: 'A partner',
  access: 'operator',
  roles: anyRole,
  params: ofPartner,
  response: partner,
  errors: ['P418'],
})

export const updatePartner = endpoint({
  method: 'PATCH',
  path: '/operator/v1/partners/:partnerId',
  tag,
  summary: 'Change settings of a partner',
  description: 'Absent settings stay. A suspended partner’s keys are refused as unknown ones are.',
  access: 'operator',
  roles: ['admin'],
  params: ofPartner,
  body: z.object({ name: optional(text(1, 200)), isSuspended: optional(flag), ...settings, reason }),
  response: partner,
  errors: ['P418'],
})
