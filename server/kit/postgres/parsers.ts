import { type CustomTypesConfig, types } from 'pg'

const INT8 = 20
const NUMERIC = 1700
const DATE = 1082
const INT8_ARRAY = 1016
const NUMERIC_ARRAY = 1231
const TEXT_ARRAY: number = 1009

/** A whole numeric becomes a bigint; one with a fraction stays text, since a bigint would lose it without a word. */
export function parseNumeric(text: string): bigint | string {
  return /^-?\d+$/.test(text) ? BigInt(text) : text
}

const parseTextArray = types.getTypeParser(TEXT_ARRAY) as unknown as (text: string) => (string | null)[]

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
])

/**
 * How columns come out of PostgreSQL: int8, numeric (whole) and their arrays as bigint, date as `YYYY-MM-DD`, the rest
 * as `pg` does: timestamptz as Date (PostgreSQL's six decimals cut to three). Counts are int8 too: `count(*)::int` gives
 * a number.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? types.getTypeParser(oid, format),
}
