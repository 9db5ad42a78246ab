import { assetOf } from '@florin/contract/assets.ts'
import { decimalTextOf, JsonNumber } from '@florin/contract/kernel/json-number.ts'
import { type Decimal, divideRounded, formatDecimal, normalizeDecimal, powerOfTen, type Rounding } from './decimal.ts'

/** An amount: `units` counts 10^-ledgerScale of the asset (eur: cents; eth: wei). Never a float, never across assets. */
export type Money = { readonly asset: string; readonly units: bigint }

export type AmountRefusal = 'not-a-number' | 'too-many-decimals' | 'not-positive' | 'too-large'

/** `message` completes a sentence that begins with the field's name, e.g. "must have at most 8 decimal places". */
export type ParsedAmount =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly reason: AmountRefusal; readonly message: string }

const AMOUNT_TEXT = /^(\d+)(?:\.(\d+))?$/

/** 12 digits before the point: a million such amounts of an asset with 18 decimals still add up within numeric(38,0). */
const WHOLE_DIGITS_MAX = 12

/** Bounds the work on a stranger's text; leading zeros count. */
const TEXT_LENGTH_MAX = 64

const refuse = (reason: AmountRefusal, message: string): ParsedAmount => ({ ok: false, reason, message })

/**
 * An amount from a request's text: digits, optionally a point and digits; no sign, exponent or spaces; above zero;
 * no more decimals than the wire has for the asset, where zeros at the end are none (the contract, section 1).
 */
export function parseAmount(text: string, asset: string): ParsedAmount {
  const { wireDecimals, ledgerScale } = assetOf(asset)
  if (text.length > TEXT_LENGTH_MAX) return refuse('too-large', 'is too long for an amount')
  const match = AMOUNT_TEXT.exec(text)
  if (match === null) {
    if (/^-\d/.test(text)) return refuse('not-positive', 'must be greater than 0')
    return refuse('not-a-number', 'must be a plain decimal number')
  }
  const whole = match[1] ?? ''
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > wireDecimals) {
    return refuse('too-many-decimals', `must have at most ${wireDecimals} decimal places`)
  }
  const units = BigInt(whole + fraction.padEnd(ledgerScale, '0'))
  if (units === 0n) return refuse('not-positive', 'must be greater than 0')
  if (units >= powerOfTen(WHOLE_DIGITS_MAX + ledgerScale)) {
    return refuse('too-large', `must have at most ${WHOLE_DIGITS_MAX} digits before the decimal point`)
  }
  return { ok: true, money: { asset, units } }
}

/** As `parseAmount`, for a body's value as it arrived: a string, or a JSON number by its source text (`5e-8` is fine there). */
export function parseWireAmount(value: unknown, asset: string): ParsedAmount {
  if (typeof value === 'string') return parseAmount(value, asset)
  if (!(value instanceof JsonNumber)) return refuse('not-a-number', 'must be a number or a string')
  const plain = decimalTextOf(value.source)
  return 'text' in plain ? parseAmount(plain.text, asset) : refuse('not-a-number', plain.rule)
}

/** Money from our own data, e.g. a fee of the contract. Any sign, at most ledger decimals; throws RangeError otherwise. */
export function moneyOf(asset: string, text: string): Money {
  const { ledgerScale } = assetOf(asset)
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  const fraction = match?.[3] ?? ''
  if (match === null || fraction.length > ledgerScale) throw new RangeError(`not an amount of ${asset}: ${text}`)
  const units = BigInt((match[2] ?? '') + fraction.padEnd(ledgerScale, '0'))
  return { asset, units: match[1] === '-' ? -units : units }
}

export const zero = (asset: string): Money => ({ asset, units: 0n })

/** The ledger units in one wire unit: 1 for most, 10^10 for eth and pol. */
export function wireUnit(asset: string): bigint {
  const { wireDecimals, ledgerScale } = assetOf(asset)
  return powerOfTen(ledgerScale - wireDecimals)
}

/** Splits off what is below one wire unit. Towards minus infinity, so that the remainder is never negative. */
export function floorToWire(money: Money): { whole: Money; remainder: Money } {
  const unit = wireUnit(money.asset)
  const rest = ((money.units % unit) + unit) % unit
  return { whole: { asset: money.asset, units: money.units - rest }, remainder: { asset: money.asset, units: rest } }
}

/**
 * The amount text of answers: always the asset's wire decimals (`0.00` eur, `0.00000000` btc).
 * Only whole wire units: a customer's postings are; a part of one would be hidden here and throws RangeError.
 */
export const formatAmount = (money: Money): string => formatDecimal(toWireDecimal(money))

/** The amount for fields that are JSON numbers: shortest plain decimal (`1.5`, `0.00000005`), never an exponent. As `formatAmount` otherwise. */
export const toWireNumberText = (money: Money): string => formatDecimal(normalizeDecimal(toWireDecimal(money)))

/** `toWireNumberText` as a value that `JSON.stringify` writes verbatim. */
export const toJsonNumber = (money: Money): JsonNumber => new JsonNumber(toWireNumberText(money))

/** All ledger decimals, for operators and house accounts, where parts of a wire unit exist. */
export const formatLedgerAmount = (money: Money): string => formatDecimal(toDecimal(money))

/** The exact value in the asset's own unit. */
export const toDecimal = (money: Money): Decimal => ({
  coefficient: money.units,
  scale: assetOf(money.asset).ledgerScale,
})

function toWireDecimal(money: Money): Decimal {
  const { wireDecimals, ledgerScale } = assetOf(money.asset)
  if (wireDecimals === ledgerScale) return { coefficient: money.units, scale: wireDecimals }
  const unit = powerOfTen(ledgerScale - wireDecimals)
  if (money.units % unit !== 0n)
    throw new RangeError(`${formatLedgerAmount(money)} ${money.asset} is not in whole wire units`)
  return { coefficient: money.units / unit, scale: wireDecimals }
}

function assertSameAsset(a: Money, b: Money): void {
  if (a.asset !== b.asset) throw new RangeError(`no arithmetic across assets: ${a.asset}, ${b.asset}`)
}

/** Throws RangeError for two assets. */
export function addMoney(a: Money, b: Money): Money {
  assertSameAsset(a, b)
  return { asset: a.asset, units: a.units + b.units }
}

/** May be negative. Throws RangeError for two assets. */
export function subtractMoney(a: Money, b: Money): Money {
  assertSameAsset(a, b)
  return { asset: a.asset, units: a.units - b.units }
}

/** Negative when a < b, zero when equal, positive when a > b. Throws RangeError for two assets. */
export function compareMoney(a: Money, b: Money): number {
  assertSameAsset(a, b)
  return a.units < b.units ? -1 : a.units > b.units ? 1 : 0
}

/** The fraction (`0.0149` for 1.49 %) of an amount in whole wire units, but at least `minimumUnits` ledger units. */
export function fractionOf(money: Money, fraction: Decimal, rounding: Rounding, minimumUnits = 0n): Money {
  const unit = wireUnit(money.asset)
  const units = divideRounded(money.units * fraction.coefficient, powerOfTen(fraction.scale) * unit, rounding) * unit
  return { asset: money.asset, units: units < minimumUnits ? minimumUnits : units }
}
