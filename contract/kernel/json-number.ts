/**
 * A JSON number that keeps its source text, so that an amount never passes through a float on its way in or out.
 * The server's JSON reader makes one of every number in a request, and `JSON.stringify` prints `source` verbatim.
 */

// Node 24 has it; TypeScript's library does not know it yet.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object }

/** RFC 8259, section 6. */
const jsonNumber = /^-?(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** A double keeps any decimal of 15 significant digits; a client that sends more has already lost some. */
const significantDigitsMax = 15

/** As long as the text of an amount may be. It bounds the work on a stranger's number here and in whoever reads the result. */
const sourceLengthMax = 60

/** Far beyond every amount, and small enough that `1e999999999` costs nothing to refuse. */
const exponentMax = 40

export class JsonNumber {
  readonly source: string

  /** `source` is the text of a JSON number; anything else throws, because it would break the document that it is written to. */
  constructor(source: string) {
    if (!jsonNumber.test(source)) throw new RangeError(`not a JSON number: ${source.slice(0, 60)}`)
    this.source = source
  }

  /** Written verbatim by `JSON.stringify`. */
  toJSON(): object {
    return rawJSON(this.source)
  }

  /** Only for tests and for fields that are small integers; never for money. */
  valueOf(): number {
    return Number(this.source)
  }
}

/**
 * Plain decimal text of a JSON number's source, exponent resolved (`5e-8` → `0.00000005`), or the rule that it breaks.
 * Zeros at the end stay as sent.
 */
export function decimalTextOf(source: string): { text: string } | { rule: string } {
  if (source.length > sourceLengthMax) return { rule: `must have at most ${sourceLengthMax} characters` }
  const match = jsonNumber.exec(source)
  if (match === null) return { rule: 'must be a number' }
  const [, whole = '', fraction = '', exponentText = '0'] = match
  const digits = whole + fraction
  const exponent = Number(exponentText)
  if (Math.abs(exponent) > exponentMax) {
    return { rule: `must have an exponent from -${exponentMax} to ${exponentMax}` }
  }
  if (significantDigits(digits) > significantDigitsMax) {
    return { rule: `must be sent as a string when it has more than ${significantDigitsMax} significant digits` }
  }
  return { text: (source.startsWith('-') ? '-' : '') + movePoint(digits, whole.length + exponent) }
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
