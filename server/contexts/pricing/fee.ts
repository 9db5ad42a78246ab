import { type AssetSlug, CURRENCIES_ON_NETWORKS, type NetworkSlug } from '@florin/contract/assets.ts'
import { type Decimal, decimal } from '../../kit/decimal.ts'
import { addMoney, fractionOf, type Money, moneyOf, wireUnit, zero } from '../../kit/money.ts'

export const FEE_KINDS = ['exchange', 'sepa_transfer', 'crypto_withdrawal', 'card_month'] as const
export type FeeKind = (typeof FEE_KINDS)[number]

/** What a fee is charged for. `network` is null where there is none. */
export type FeeSubject = {
  readonly kind: FeeKind
  readonly currency: AssetSlug
  readonly network: NetworkSlug | null
}

/**
 * What it costs, in the subject's currency: a fraction of the amount, but at least `minimum`, plus `fixed`.
 * A fee that isn't free (all three zero) is at least one wire unit.
 */
export type FeeTerms = { readonly fraction: Decimal; readonly minimum: Money; readonly fixed: Money }

export type FeeItem = FeeSubject & FeeTerms

/** Everyone's terms from `validFrom` until the next version. Never changed once written. */
export type FeeSchedule = { readonly version: number; readonly validFrom: Date; readonly items: readonly FeeItem[] }

/** One partner's own terms for one subject, from `validFrom` until before `validTo` (null: without end). */
export type FeeOverride = FeeItem & {
  readonly id: string
  readonly partnerId: string
  readonly validFrom: Date
  readonly validTo: Date | null
}

/** What applies to one partner: the schedules, and its overrides in the order in which they were made. */
export type FeeBook = { readonly schedules: readonly FeeSchedule[]; readonly overrides: readonly FeeOverride[] }

/** Where terms come from, which everything that is charged keeps. */
export type FeeOrigin = { readonly feeScheduleVersion: number; readonly feeOverrideId: string | null }

export type EffectiveFee = FeeItem & FeeOrigin

export type FeeQuote = FeeOrigin & { readonly fee: Money }

/** The schedule in force. Of two that begin at the same moment the later version. Throws RangeError before the first. */
export function scheduleAt(schedules: readonly FeeSchedule[], at: Date): FeeSchedule {
  let current: FeeSchedule | undefined
  for (const schedule of schedules) {
    if (schedule.validFrom > at) continue
    const later =
      current === undefined ||
      schedule.validFrom > current.validFrom ||
      (schedule.validFrom.getTime() === current.validFrom.getTime() && schedule.version > current.version)
    if (later) current = schedule
  }
  if (current === undefined) throw new RangeError(`no fee schedule is in force at ${at.toISOString()}`)
  return current
}

/**
 * The terms for one subject: of the partner's overrides in force the one made last, else the schedule's.
 * Throws RangeError when neither knows the subject: the caller offers something that has no price, which is a bug.
 */
export function effectiveFee(book: FeeBook, subject: FeeSubject, at: Date): EffectiveFee {
  const schedule = scheduleAt(book.schedules, at)
  const override = book.overrides.findLast(
    candidate =>
      isSameSubject(candidate, subject) &&
      candidate.validFrom <= at &&
      (candidate.validTo === null || at < candidate.validTo),
  )
  const item = override ?? schedule.items.find(candidate => isSameSubject(candidate, subject))
  if (item === undefined) {
    throw new RangeError(`no fee for ${subject.kind} ${subject.currency} ${subject.network ?? ''}`.trimEnd())
  }
  const { kind, currency, network, fraction, minimum, fixed } = item
  return {
    kind,
    currency,
    network,
    fraction,
    minimum,
    fixed,
    feeScheduleVersion: schedule.version,
    feeOverrideId: override?.id ?? null,
  }
}

/** All that one partner pays, for showing it. */
export const effectiveFees = (book: FeeBook, at: Date): EffectiveFee[] =>
  scheduleAt(book.schedules, at).items.map(item => effectiveFee(book, item, at))

/** The fee on an amount in the terms' currency. Rounds half up to whole wire units. RangeError for another asset. */
export function feeOn(terms: FeeTerms, amount: Money): Money {
  const isFree = terms.fraction.coefficient === 0n && terms.minimum.units === 0n && terms.fixed.units === 0n
  if (isFree) return zero(amount.asset)
  const proportional = fractionOf(amount, terms.fraction, 'half-up', terms.minimum.units)
  const fee = addMoney(proportional, terms.fixed)
  const least = wireUnit(amount.asset)
  return fee.units < least ? { asset: fee.asset, units: least } : fee
}

/** The fee for one act: its terms as of `at`, on `amount` (zero of the currency for fees that are fixed, such as a card's month). */
export function quoteFee(book: FeeBook, subject: FeeSubject, amount: Money, at: Date): FeeQuote {
  const terms = effectiveFee(book, subject, at)
  const { feeScheduleVersion, feeOverrideId } = terms
  return { fee: feeOn(terms, amount), feeScheduleVersion, feeOverrideId }
}

const isSameSubject = (a: FeeSubject, b: FeeSubject): boolean =>
  a.kind === b.kind && a.currency === b.currency && a.network === b.network

const item = (subject: FeeSubject, terms: { fraction?: string; minimum?: string; fixed?: string }): FeeItem => ({
  ...subject,
  fraction: decimal(terms.fraction ?? '0'),
  minimum: moneyOf(subject.currency, terms.minimum ?? '0'),
  fixed: moneyOf(subject.currency, terms.fixed ?? '0'),
})

/** The documented fees (the contract, sections 4 and 5). The migration seeds them as version 1, and a test holds the two together. */
export const DOCUMENTED_FEES: readonly FeeItem[] = [
  item({ kind: 'exchange', currency: 'eur', network: null }, { fraction: '0.0149' }),
  item({ kind: 'sepa_transfer', currency: 'eur', network: null }, { fraction: '0.001', minimum: '1.00' }),
  item({ kind: 'card_month', currency: 'eur', network: null }, { fixed: '0.25' }),
  ...CURRENCIES_ON_NETWORKS.map(({ currency, network, withdrawalFee }) =>
    item({ kind: 'crypto_withdrawal', currency, network }, { fixed: withdrawalFee }),
  ),
]
