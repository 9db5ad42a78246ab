import { z } from 'zod'
import { checkDecimals } from '../kernel/amounts.ts'
import { amount, currency, externalUserId, optional, uuid } from '../kernel/fields.ts'
import { mustDiffer, requireOneOf } from '../kernel/rules.ts'

const pair = { currencyFrom: currency, currencyTo: currency }
const exchanged = checkDecimals('amount', 'currencyFrom')
const twoCurrencies = mustDiffer('currencyTo', 'currencyFrom')

export const rateQuery = z.strictObject({ ...pair, amount: optional(amount) }).check(exchanged, twoCurrencies)

export const partnerLockQuery = z.strictObject({ ...pair, amount }).check(exchanged, twoCurrencies)

export const userLockQuery = z.strictObject({ externalUserId, ...pair, amount }).check(exchanged, twoCurrencies)

/** One generation calls the lock `rateLockId`; from here on it is `lockId`. */
const fields = { ...pair, amount, lockId: optional(uuid), rateLockId: optional(uuid) }
const hasLock = requireOneOf('lockId', 'rateLockId')

interface Lock {
  readonly lockId?: string | undefined
  readonly rateLockId?: string | undefined
}

const oneLock = <T extends Lock>({ lockId, rateLockId, ...body }: T) => ({
  ...body,
  lockId: lockId ?? rateLockId ?? '',
})

export const partnerExchangeBody = z.object(fields).check(exchanged, twoCurrencies, hasLock).transform(oneLock)

export const userExchangeBody = z
  .object({ externalUserId, ...fields })
  .check(exchanged, twoCurrencies, hasLock)
  .transform(oneLock)
