import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { instant, integer, optional, page, timestamp, uuid } from '../kernel/fields.ts'
import { mustNotPrecede } from '../kernel/rules.ts'
import { ipRange } from '../kernel/web-fields.ts'
import { listOf, namedAnswer, wholeNumber } from '../shapes/answer.ts'
import { apiKey, apiKeyFields, newApiKey } from '../shapes/api-key.ts'
import { effectiveFees } from '../shapes/fee.ts'

const tag = 'Settings'

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/v1/partner/api-keys',
  tag,
  summary: 'Your API keys',
  access: 'key',
  query: z.strictObject(page),
  response: listOf('apiKeys', apiKey),
  errors: [],
})

export const createApiKey = endpoint({
  method: 'POST',
  path: '/v1/partner/api-keys',
  tag,
  summary: 'Make an API key',
  description:
    'The key is shown this once; we keep only a hash of it. `admin` covers `write`, and `write` covers `read`.',
  access: 'key',
  scope: 'admin',
  body: z.object(apiKeyFields),
  response: newApiKey,
  errors: [],
  secrets: ['apiKey'],
})

export const deleteApiKey = endpoint({
  method: 'DELETE',
  path: '/v1/partner/api-keys/:keyId',
  tag,
  summary: 'Revoke an API key',
  description: 'Effective at once. A key that does not exist is P404.',
  access: 'key',
  scope: 'admin',
  params: z.object({ keyId: uuid }),
  response: apiKey,
  errors: [],
})

const allowlist = namedAnswer('IpAllowlist', { ranges: z.array(z.string()) })

export const getIpAllowlist = endpoint({
  method: 'GET',
  path: '/v1/partner/ip-allowlist',
  tag,
  summary: 'The addresses that may use your keys',
  access: 'key',
  response: allowlist,
  errors: [],
})

export const updateIpAllowlist = endpoint({
  method: 'PUT',
  path: '/v1/partner/ip-allowlist',
  tag,
  summary: 'Choose the addresses that may use your keys',
  description: 'Replaces the list. An empty list allows every address. Not enforced in the sandbox.',
  access: 'key',
  scope: 'admin',
  body: z.object({
    ranges: z
      .array(ipRange, { error: 'must be an array' })
      .max(200, { error: 'must contain at most 200 elements' })
      .transform(list => [...new Set(list)]),
  }),
  response: allowlist,
  errors: [],
})

/** `call` is the id of the endpoint; null where the path is none. */
const requestRecord = namedAnswer('RequestRecord', {
  requestId: z.string(),
  at: timestamp,
  method: z.string(),
  path: z.string(),
  call: z.string().nullable(),
  status: wholeNumber,
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  latencyMs: wholeNumber,
  keyId: z.string().nullable(),
  ip: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  isReplayed: z.boolean(),
})

export const listRequests = endpoint({
  method: 'GET',
  path: '/v1/partner/requests',
  tag,
  summary: 'Your calls of the last 30 days, newest first',
  description: 'Who called what and what came of it. Bodies are not kept.',
  access: 'key',
  query: z
    .strictObject({
      from: optional(instant),
      to: optional(instant),
      status: optional(integer(100, 599)),
      ...page,
    })
    .check(mustNotPrecede('to', 'from')),
  response: listOf('requests', requestRecord),
  errors: [],
})

export const getFees = endpoint({
  method: 'GET',
  path: '/v1/partner/fees',
  tag,
  summary: 'What you pay now',
  access: 'key',
  response: effectiveFees,
  errors: [],
})
