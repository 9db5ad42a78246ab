/** Exact decimals for rates and fractions: coefficient / 10^scale. Never a float. */

export type Decimal = { readonly coefficient: bigint; readonly scale: number }

/** `down` is towards zero, `up` away from it, `half-up` to the nearest with halves away from zero. */
export type Rounding = 'down' | 'half-up' | 'up'

const DECIMAL_TEXT = /^(-?)(\d+)(?:\.(\d+))?$/

/** Longer text is no rate of ours, and refusing it bounds the work that a stranger's number can cause. */
const TEXT_LENGTH_MAX = 100

/** Plain decimal text (`'-12.50'`; no exponent, no spaces, digits on both sides of a point), else undefined. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > TEXT_LENGTH_MAX) return undefined
  const match = DECIMAL_TEXT.exec(text)
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const magnitude = BigInt((match[2] ?? '') + fraction)
  return { coefficient: match[1] === '-' ? -magnitude : magnitude, scale: fraction.length }
}

/** As `parseDecimal`, for text that is known to be right (our own data, our own database). Throws RangeError otherwise. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === undefined) throw new RangeError(`not a decimal: ${text.slice(0, TEXT_LENGTH_MAX)}`)
  return value
}

/** Plain decimal text with exactly `scale` decimals, no exponent. */
export function formatDecimal({ coefficient, scale }: Decimal): string {
  const negative = coefficient < 0n
  const digits = (negative ? -coefficient : coefficient).toString()
  if (scale === 0) return negative ? `-${digits}` : digits
  const padded = digits.length > scale ? digits : digits.padStart(scale + 1, '0')
  const point = padded.length - scale
  return `${negative ? '-' : ''}${padded.slice(0, point)}.${padded.slice(point)}`
}

/** The same value without trailing zero decimals: the shortest plain text. */
export function normalizeDecimal({ coefficient, scale }: Decimal): Decimal {
  let shorter = coefficient
  let decimals = scale
  while (decimals > 0 && shorter % 10n === 0n) {
    shorter /= 10n
    decimals -= 1
  }
  return { coefficient: shorter, scale: decimals }
}

/** Those that amounts need, which are asked for at every one. */
const powersOfTen = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent))

export const powerOfTen = (exponent: number): bigint => powersOfTen[exponent] ?? 10n ** BigInt(exponent)

/** Numerator / denominator as a whole number. The denominator may be negative, not zero (RangeError). */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const top = numerator < 0n ? -numerator : numerator
  const bottom = denominator < 0n ? -denominator : denominator
  let quotient = top / bottom
  const rest = top - quotient * bottom
  if (rest !== 0n && (rounding === 'up' || (rounding === 'half-up' && rest * 2n >= bottom))) quotient += 1n
  return negative ? -quotient : quotient
}

/** The value with exactly `scale` decimals. */
export function rescaleDecimal(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (scale >= value.scale) return { coefficient: value.coefficient * powerOfTen(scale - value.scale), scale }
  return { coefficient: divideRounded(value.coefficient, powerOfTen(value.scale - scale), rounding), scale }
}

/** Exact. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return {
    coefficient: rescaleDecimal(a, scale, 'down').coefficient + rescaleDecimal(b, scale, 'down').coefficient,
    scale,
  }
}

/** Exact. */
export const subtractDecimals = (a: Decimal, b: Decimal): Decimal =>
  addDecimals(a, { coefficient: -b.coefficient, scale: b.scale })

/** Exact: the scales add up. */
export const multiplyDecimals = (a: Decimal, b: Decimal): Decimal => ({
  coefficient: a.coefficient * b.coefficient,
  scale: a.scale + b.scale,
})

/** a / b with `scale` decimals. RangeError when b is zero. */
export function divideDecimals(a: Decimal, b: Decimal, scale: number, rounding: Rounding): Decimal {
  const numerator = a.coefficient * powerOfTen(b.scale + scale)
  const denominator = b.coefficient * powerOfTen(a.scale)
  return { coefficient: divideRounded(numerator, denominator, rounding), scale }
}

/** Negative when a < b, zero when equal in value, positive when a > b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const difference = subtractDecimals(a, b).coefficient
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
