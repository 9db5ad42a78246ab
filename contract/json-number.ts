/**
 * A JSON number by its source text, so that an amount never passes through a float on its way in or out.
 * It lives here because the schemas must recognise it; reading and writing whole documents is `server/kit/json.ts`.
 */

// Node 24 has it; TypeScript's library does not know it yet.
const rawJSON = (JSON as unknown as { rawJSON(text: string): object }).rawJSON

/** RFC 8259, section 6. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** A double keeps any decimal of 15 significant digits; a client that sends more has already lost some. */
export const JSON_NUMBER_SIGNIFICANT_DIGITS_MAX = 15

/** Far beyond every amount, and small enough that `1e999999999` costs nothing to refuse. */
const EXPONENT_MAX = 60

export type DecimalText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string }

export class JsonNumber {
  readonly source: string

  /** `source` is the text of a JSON number; anything else throws, because it would break the document it is written to. */
  constructor(source: string) {
    if (!JSON_NUMBER.test(source)) throw new RangeError(`not a JSON number: ${source}`)
    this.source = source
  }

  /** Written verbatim by `JSON.stringify`. */
  toJSON(): object {
    return rawJSON(this.source)
  }

  /** For fields that are counts or sizes, never for amounts. */
  toNumber(): number {
    return Number(this.source)
  }

  /** Plain decimal text: `5e-8` is `0.00000005`. Trailing zeros stay as sent. More than 15 significant digits are refused. */
  toDecimalText(): DecimalText {
    return jsonNumberToDecimalText(this.source)
  }
}

/** See `JsonNumber.toDecimalText`. `source` must be a JSON number. */
export function jsonNumberToDecimalText(source: string): DecimalText {
  const match = JSON_NUMBER.exec(source)
  if (match === null) return { ok: false, message: 'must be a number' }
  const whole = match[1] ?? ''
  const fraction = match[2] ?? ''
  const digits = whole + fraction
  if (significantDigits(digits) > JSON_NUMBER_SIGNIFICANT_DIGITS_MAX) {
    return {
      ok: false,
      message: `must have at most ${JSON_NUMBER_SIGNIFICANT_DIGITS_MAX} significant digits as a number; send it as a string`,
    }
  }
  if (match[3] === undefined) return { ok: true, text: source }
  const exponent = Number(match[3])
  if (Math.abs(exponent) > EXPONENT_MAX)
    return { ok: false, message: 'must be written without so large an exponent; send it as a string' }
  return { ok: true, text: (source.startsWith('-') ? '-' : '') + movePoint(digits, whole.length + exponent) }
}

function significantDigits(digits: string): number {
  let start = 0
  while (digits[start] === '0') start += 1
  let end = digits.length
  while (end > start && digits[end - 1] === '0') end -= 1
  return end - start
}

/** `digits` with the decimal point after `pointAt` of them. */
function movePoint(digits: string, pointAt: number): string {
  const whole = digits
    .slice(0, Math.max(pointAt, 0))
    .padEnd(pointAt, '0')
    .replace(/^0+(?=\d)/, '')
  const fraction = pointAt < 0 ? '0'.repeat(-pointAt) + digits : digits.slice(pointAt)
  return (whole === '' ? '0' : whole) + (fraction === '' ? '' : `.${fraction}`)
}
