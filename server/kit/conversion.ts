import { assetOf } from '@florin/contract/assets.ts'
import { type Decimal, divideRounded, powerOfTen, type Rounding } from './decimal.ts'
import { type Money, toDecimal, wireUnit } from './money.ts'

/** A part of one ledger unit: numerator / denominator, at least 0 and below 1. */
export type UnitFraction = { readonly numerator: bigint; readonly denominator: bigint }

/**
 * Exact value = result + remainder + fraction.
 * `result`: whole wire units, what a customer gets. `remainder`: whole ledger units, for the `rounding` account; below one
 * wire unit, negative when the result was rounded up. `fraction`: what no ledger unit can show; it stays where it came from.
 */
export type Conversion = { readonly result: Money; readonly remainder: Money; readonly fraction: UnitFraction }

/** `money` × `rate`, where the rate is `toAsset` per one of the money's asset. The rate must be above zero (RangeError). */
export function convert(money: Money, rate: Decimal, toAsset: string, rounding: Rounding): Conversion {
  const { ledgerScale: fromScale } = assetOf(money.asset)
  const { ledgerScale: toScale } = assetOf(toAsset)
  assertPositive(rate)
  const numerator = money.units * rate.coefficient * powerOfTen(toScale)
  return settle(numerator, powerOfTen(fromScale + rate.scale), toAsset, rounding)
}

/** `money` ÷ `price`, where the price is the money's asset per one of `toAsset`. The price must be above zero (RangeError). */
export function convertAtPrice(money: Money, price: Decimal, toAsset: string, rounding: Rounding): Conversion {
  return buyAtPrice(toDecimal(money), price, toAsset, rounding)
}

/** As `convertAtPrice`, for an exact value that need not be whole ledger units, e.g. euros between two conversions. */
export function buyAtPrice(value: Decimal, price: Decimal, toAsset: string, rounding: Rounding): Conversion {
  const { ledgerScale } = assetOf(toAsset)
  assertPositive(price)
  const numerator = value.coefficient * powerOfTen(price.scale + ledgerScale)
  return settle(numerator, price.coefficient * powerOfTen(value.scale), toAsset, rounding)
}

function assertPositive(rate: Decimal): void {
  if (rate.coefficient <= 0n) throw new RangeError('a rate must be above zero')
}

function settle(numerator: bigint, denominator: bigint, asset: string, rounding: Rounding): Conversion {
  const unit = wireUnit(asset)
  const resultUnits = divideRounded(numerator, denominator * unit, rounding) * unit
  const rest = numerator - resultUnits * denominator
  const fraction = ((rest % denominator) + denominator) % denominator
  return {
    result: { asset, units: resultUnits },
    remainder: { asset, units: (rest - fraction) / denominator },
    fraction: { numerator: fraction, denominator },
  }
}

/**
 * Shares in proportion to `weights` (each at least 0, not all 0), losing no unit: whole wire units by largest remainder, earlier shares
 * first among equals; what is below one wire unit goes to the first share that has a weight. The amount must not be negative (RangeError).
 */
export function splitMoney(money: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (money.units < 0n || total <= 0n || weights.some(weight => weight < 0n)) {
    throw new RangeError('a split needs an amount and weights of at least zero, and one weight above it')
  }
  const unit = wireUnit(money.asset)
  const wholes = money.units / unit
  const shares = weights.map((weight, index) => {
    const part = wholes * weight
    return { index, units: (part / total) * unit, rest: part % total }
  })
  const given = shares.reduce((sum, share) => sum + share.units, 0n)
  let leftover = wholes - given / unit
  const byRest = [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
  for (const share of byRest) {
    if (leftover === 0n) break
    share.units += unit
    leftover -= 1n
  }
  const first = shares[weights.findIndex(weight => weight > 0n)]
  if (first !== undefined) first.units += money.units % unit
  return shares.map(share => ({ asset: money.asset, units: share.units }))
}
