import { JsonNumber } from '@florin/contract/kernel/json-number.ts'

export { JsonNumber }

/** Nothing in the contract nests deeper than 6; the reviver's recursion is safe far beyond this. */
export const JSON_DEPTH_MAX = 32

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Every number becomes a `JsonNumber` with its source text; all else as `JSON.parse`. Refused: what is not JSON, and nesting beyond `JSON_DEPTH_MAX`. */
export function parseJson(text: string): ParsedJson {
  if (nestsTooDeep(text)) return { ok: false, message: `must not nest deeper than ${JSON_DEPTH_MAX} levels` }
  try {
    return { ok: true, value: JSON.parse(text, keepSource) }
  } catch {
    // The engine's message quotes the document, which may hold personal data.
    return { ok: false, message: 'must be valid JSON' }
  }
}

function keepSource(_key: string, value: unknown, context?: { source: string }): unknown {
  return typeof value === 'number' && context !== undefined ? new JsonNumber(context.source) : value
}

function nestsTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at += 1
      while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1
      if (depth > JSON_DEPTH_MAX) return true
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1
  }
  return false
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
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object' || value instanceof JsonNumber) return stringifyJson(value)
  const fields: string[] = []
  const record = value as Record<string, unknown>
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) fields.push(`${JSON.stringify(key)}:${canonicalJson(record[key])}`)
  }
  return `{${fields.join(',')}}`
}
