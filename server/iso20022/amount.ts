import { type ContentCodec, InvalidText, type TextCodec } from './shape.ts'
import { quote } from './simple-types.ts'

/** Money in the currency's minor units: `{ currency: 'EUR', units: 1230n }` is 12.30 EUR. */
export interface Amount {
  readonly currency: string
  readonly units: bigint
}

/** ISO 4217 minor units where they are not 2. */
const OTHER_DECIMALS: Readonly<Record<string, number>> = {
  ...fill(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...fill(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...fill(4, 'CLF UYW'),
}

function fill(decimals: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map(code => [code, decimals]))
}

/** How many decimals a currency has (ISO 4217). */
export function decimalsOf(currency: string): number {
  return OTHER_DECIMALS[currency] ?? 2
}

/** xs:decimal without a minus, at most 18 digits as the schemas say. */
const DECIMAL = /^\+?(?=[0-9.]*[0-9])([0-9]{0,18})(?:\.([0-9]{0,17}))?$/

/**
 * Minor units of a decimal text. Zeros beyond the currency's decimals are fine, other digits there are not: nothing is rounded.
 *
 * @throws InvalidText
 */
export function parseUnits(raw: string, decimals: number): bigint {
  const match = DECIMAL.exec(raw.trim())
  if (match === null) throw new InvalidText(`${quote(raw)} is not a decimal amount`)
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) throw new InvalidText(`${quote(raw)} has more than ${decimals} decimals`)
  return BigInt((match[1] ?? '') + fraction.padEnd(decimals, '0') || '0')
}

/** The decimal text of minor units, with all the currency's decimals. @throws InvalidText */
export function formatUnits(units: bigint, decimals: number): string {
  if (typeof units !== 'bigint' || units < 0n) throw new InvalidText('an amount is a bigint, not below 0')
  const digits = units.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** ActiveOrHistoricCurrencyAndAmount: never negative, the direction is in the credit/debit indicator. */
export const amount: ContentCodec<Amount> = {
  kind: 'content',
  attributes: ['Ccy'],
  parse: (raw, attributes) => {
    const currency = attributes.Ccy
    if (currency === undefined) throw new InvalidText('an amount without currency')
    if (!/^[A-Z]{3}$/.test(currency)) throw new InvalidText(`${quote(currency)} is not a currency code`)
    return { currency, units: parseUnits(raw, decimalsOf(currency)) }
  },
  format: value => {
    if (!/^[A-Z]{3}$/.test(value.currency)) throw new InvalidText(`${quote(value.currency)} is not a currency code`)
    const text = formatUnits(value.units, decimalsOf(value.currency))
    if (text.replace('.', '').length > 18) throw new InvalidText('an amount has at most 18 digits')
    return { text, attributes: { Ccy: value.currency } }
  },
}

/** A sum whose currency stands elsewhere, or nowhere (a control sum adds what it finds): decimal text, as it came. */
export const decimalSum: TextCodec<string> = sum(/^[+-]?(?=[0-9.]*[0-9])[0-9]{0,18}(\.[0-9]{0,17})?$/)
/** The same where the schema has no negative ones. */
export const unsignedSum: TextCodec<string> = sum(/^\+?(?=[0-9.]*[0-9])[0-9]{0,18}(\.[0-9]{0,17})?$/)

function sum(pattern: RegExp): TextCodec<string> {
  const check = (raw: string): string => {
    const value = raw.trim()
    if (!pattern.test(value) || value.replace(/[^0-9]/g, '').length > 18) {
      throw new InvalidText(`${quote(raw)} is not a decimal number`)
    }
    return value
  }
  return { kind: 'text', facets: { is: 'decimal' }, parse: check, format: check }
}
