import { types } from 'pg'

const INT8 = 20
const NUMERIC = 1700
const DATE = 1082
const TIMESTAMPTZ = 1184
const INT8_ARRAY = 1016
const NUMERIC_ARRAY = 1231
const TEXT_ARRAY = 1009

/** A whole numeric becomes a bigint; one with a fraction stays text, since a bigint would lose it without a word. */
export function parseNumeric(text: string): bigint | string {
  return /^-?\d+$/.test(text) ? BigInt(text) : text
}

const parseTextArray = types.getTypeParser(TEXT_ARRAY as number as 25) as unknown as (text: string) => (string | null)[]

function arrayOf<T>(parse: (text: string) => T): (text: string) => (T | null)[] {
  return text => parseTextArray(text).map(item => (item === null ? null : parse(item)))
}

const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [INT8_ARRAY, arrayOf(BigInt)],
  [NUMERIC, parseNumeric],
  [NUMERIC_ARRAY, arrayOf(parseNumeric)],
  // A calendar day has no time zone: pg's own parser would make it midnight of the machine's zone.
  [DATE, text => text],
  // PostgreSQL sends six decimals; a Date keeps three, cut off.
  [TIMESTAMPTZ, types.getTypeParser(TIMESTAMPTZ) as (text: string) => unknown],
])

/**
 * How columns come out of PostgreSQL: int8, numeric (whole) and their arrays as bigint, date as `YYYY-MM-DD`,
 * timestamptz as Date (milliseconds), the rest as `pg` does. Counts are int8 too: `count(*)::int` gives a number.
 */
export const columnTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : PARSERS.get(oid)
    return own ?? types.getTypeParser(oid, format as 'text')
  },
} as unknown as { getTypeParser: typeof types.getTypeParser }
