import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { decimal, instant, oneOf, optional, page, uuid } from '../kernel/fields.ts'
import { mustNotPrecede } from '../kernel/rules.ts'
import { listOf } from '../shapes/answer.ts'
import { limitOperations, limitOverride, limitPeriods } from '../shapes/limit.ts'
import { tiers } from '../shapes/user.ts'
import { anyRole, ofPartner, reason } from './fields.ts'

const tag = 'Limits'
const cap = decimal.refine(value => /^\d{1,12}(\.\d{1,2})?$/.test(value), {
  error: 'must have at most 12 digits before the decimal point and 2 after it',
})

export const listLimitOverrides = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/limit-overrides',
  tag,
  summary: 'Limits agreed with one partner',
  access: 'operator',
  roles: anyRole,
  params: ofPartner,
  query: z.strictObject(page),
  response: listOf('limitOverrides', limitOverride),
  errors: ['P418'],
})

export const createLimitOverride = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/limit-overrides',
  tag,
  summary: 'Agree a limit with one partner',
  description:
    'The `cap`, in EUR, of one operation and period for all users of a tier, instead of the usual one. Holds from `validFrom` (now) until before `validTo` (without end); of several in force the one made last counts. What is used already counts against it; 0 forbids the operation. P491 for a partner without KYC: its users bear no limits.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofPartner,
  body: z
    .object({
      tier: oneOf(tiers),
      operation: oneOf(limitOperations),
      period: oneOf(limitPeriods),
      cap,
      validFrom: optional(instant),
      validTo: optional(instant),
      reason,
    })
    .check(mustNotPrecede('validTo', 'validFrom')),
  response: limitOverride,
  errors: ['P418', 'P491'],
})

export const endLimitOverride = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/limit-overrides/:overrideId/end',
  tag,
  summary: 'End an agreed limit now',
  description: 'The usual one holds again. One that does not exist or has ended is P404.',
  access: 'operator',
  roles: ['compliance', 'admin'],
  params: ofPartner.extend({ overrideId: uuid }),
  body: z.object({ reason }),
  response: limitOverride,
  errors: ['P418'],
})
