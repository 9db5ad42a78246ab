import { z } from 'zod'
import { checkDecimals } from '../kernel/amounts.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { currency, decimal, instant, network, oneOf, optional, page, uuid } from '../kernel/fields.ts'
import { mustNotPrecede, rule } from '../kernel/rules.ts'
import { listOf } from '../shapes/answer.ts'
import { feeKinds, feeOverride } from '../shapes/fee.ts'
import { anyRole, ofPartner, reason } from './fields.ts'

const tag = 'Fees'
const fraction = decimal.refine(value => Number(value) < 1, { error: 'must be less than 1' })
const sum = decimal.refine(value => (value.split('.')[0] ?? '').length <= 12, {
  error: 'must have at most 12 digits before the decimal point',
})

export const listFeeOverrides = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/fee-overrides',
  tag,
  summary: 'Fees agreed with one partner',
  access: 'operator',
  roles: anyRole,
  params: ofPartner,
  query: z.strictObject(page),
  response: listOf('feeOverrides', feeOverride),
  errors: ['P418'],
})

export const createFeeOverride = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/fee-overrides',
  tag,
  summary: 'Agree a fee with one partner',
  description:
    '`fraction` of the amount, but at least `minimum`, plus `fixed`, in `currency`; what is left out is 0. Holds from `validFrom` (now) until before `validTo` (without end); of several in force the one made last counts.',
  access: 'operator',
  roles: ['finance', 'admin'],
  params: ofPartner,
  body: z
    .object({
      kind: oneOf(feeKinds),
      currency,
      network: optional(network),
      fraction: optional(fraction),
      minimum: optional(sum),
      fixed: optional(sum),
      validFrom: optional(instant),
      validTo: optional(instant),
      reason,
    })
    .check(
      mustNotPrecede('validTo', 'validFrom'),
      checkDecimals('minimum'),
      checkDecimals('fixed'),
      rule(({ kind, network: chain }) =>
        kind === 'CRYPTO_WITHDRAWAL' && chain === undefined
          ? [{ path: 'network', message: 'should not be empty' }]
          : [],
      ),
    ),
  response: feeOverride,
  errors: ['P410', 'P418'],
})

export const endFeeOverride = endpoint({
  method: 'POST',
  path: '/operator/v1/partners/:partnerId/fee-overrides/:overrideId/end',
  tag,
  summary: 'End an agreed fee now',
  description: 'Entries that were made under it keep it. One that does not exist or has ended is P404.',
  access: 'operator',
  roles: ['finance', 'admin'],
  params: ofPartner.extend({ overrideId: uuid }),
  body: z.object({ reason }),
  response: feeOverride,
  errors: ['P418'],
})
