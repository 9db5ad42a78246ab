import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { page, uuid } from '../kernel/fields.ts'
import { listOf } from '../shapes/answer.ts'
import { apiKey, apiKeyFields, newApiKey } from '../shapes/api-key.ts'
import { anyRole, ofPartner, reason } from './fields.ts'

const tag = 'Partners'

export const listPartnerKeys = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/api-keys',
  tag,
  summary: 'The API keys of a partner',
  access: 'operator',
  roles: anyRole,
  params: ofPartner,
  query: z.strictObject(page),
  response: listOf('apiKeys', apiKey),
  errors: ['P418'],
})

export const createPartnerKey = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/api-keys',
  tag,
  summary: 'Make an API key for a partner',
  access: 'operator',
  roles: ['admin'],
  params: ofPartner,
  body: z.object({ ...apiKeyFields, reason }),
  response: newApiKey,
  errors: ['P418'],
  secrets: ['apiKey'],
})

export const revokePartnerKey = endpoint({
  method: 'DELETE',
  path: '/operator/v1/partners/:partnerId/api-keys/:keyId',
  tag,
  summary: 'Revoke an API key of a partner',
  description: 'Effective at once. A key that does not exist is P404.',
  access: 'operator',
  roles: ['support', 'compliance', 'admin'],
  params: ofPartner.extend({ keyId: uuid }),
  body: z.object({ reason }),
  response: apiKey,
  errors: ['P418'],
})
