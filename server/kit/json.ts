import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import { JSON_DEPTH_MAX, JsonReader, NestingTooDeep } from './json-reader.ts'

export { JSON_DEPTH_MAX, JsonNumber }

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string }

/**
 * Every number becomes a `JsonNumber` with its source text; all else is as `JSON.parse` gives it.
 * Refused: what is not JSON, and nesting beyond `JSON_DEPTH_MAX`.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: new JsonReader(text).document() }
  } catch (error) {
    if (error instanceof NestingTooDeep) {
      return { ok: false, message: `must not nest deeper than ${JSON_DEPTH_MAX} levels` }
    }
    // The engine's own message would quote the document, which may hold personal data.
    if (error instanceof SyntaxError) return { ok: false, message: 'must be valid JSON' }
    throw error
  }
}

/** `JSON.stringify`; a `JsonNumber` anywhere inside is written verbatim. `value` must be something that JSON can say. */
export function stringifyJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError('undefined and functions have no JSON')
  return text
}

/**
 * One text for one body: keys sorted by code unit, no spaces, numbers as they were sent (`1` and `1.0` are two bodies).
 * For the identity of a request under an idempotency key. `value` as `parseJson` gives it; undefined fields are left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value instanceof JsonNumber) return value.source
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object') return stringifyJson(value)
  const record = value as Record<string, unknown>
  let fields = ''
  for (const key of Object.keys(record).sort()) {
    if (record[key] === undefined) continue
    fields += `${fields === '' ? '' : ','}${quoted(key)}:${canonicalJson(record[key])}`
  }
  return `{${fields}}`
}

/** What JSON.stringify escapes. A text without any is quoted here: it halves the time of a body of 150 bytes. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/

const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)
