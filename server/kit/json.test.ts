import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, JSON_DEPTH_MAX, JsonNumber, parseJson, stringifyJson } from './json.ts'

const read = (text: string): unknown => {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}

describe('reading', () => {
  test('numbers keep their source text at every depth, everything else is as JSON.parse gives it', () => {
    expect(read('{"a":[1.50,{"b":5e-8}],"c":"1.5","d":true,"e":null,"f":123456789012345678901234567890}')).toEqual({
      a: [new JsonNumber('1.50'), { b: new JsonNumber('5e-8') }],
      c: '1.5',
      d: true,
      e: null,
      f: new JsonNumber('123456789012345678901234567890'),
    })
    expect(read('-0')).toEqual(new JsonNumber('-0'))
  })

  test('reading then writing changes no character of a compact document', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const compact = JSON.stringify(JSON.parse(text))
        expect(stringifyJson(read(compact))).toBe(compact)
      }),
      { numRuns: 500 },
    )
  })

  test('it takes what JSON.parse takes and refuses what that refuses, character by character', () => {
    const plain = (value: unknown): unknown => {
      if (value instanceof JsonNumber) return Number(value.source)
      if (Array.isArray(value)) return value.map(plain)
      if (value === null || typeof value !== 'object') return value
      return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
    }
    const sameAsEngine = (text: string) => {
      const parsed = parseJson(text)
      let expected: unknown
      try {
        expected = JSON.parse(text)
      } catch {
        expect(parsed.ok, JSON.stringify(text)).toBe(false)
        return
      }
      expect(parsed.ok && plain(parsed.value), JSON.stringify(text)).toEqual(plain(expected))
    }
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"\\',
      '\\"',
      '\\u00e9',
      '\\x',
      '-',
      '0',
      '1',
      '.',
      'e',
      '+',
      '1.5e-8',
      'true',
      'false',
      'null',
      'nul',
      ' ',
      '\n',
      '\t',
      '\u00a0',
      '\u0000',
      '\ud800',
      '__proto__',
      '"__proto__":',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
        sameAsEngine,
      ),
      { numRuns: 2000 },
    )
    // A sound document with one piece put in somewhere.
    const damaged = fc
      .tuple(fc.json({ maxDepth: 3 }), piece, fc.nat())
      .map(
        ([text, extra, where]) =>
          `${text.slice(0, where % (text.length + 1))}${extra}${text.slice(where % (text.length + 1))}`,
      )
    fc.assert(fc.property(damaged, sameAsEngine), { numRuns: 1500 })
    const cut = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat())
      .map(([text, where]) => text.slice(0, where % (text.length + 1)))
    fc.assert(fc.property(cut, sameAsEngine), { numRuns: 1000 })
  })

  test('a key called __proto__ stays a key', () => {
    const value = read('{"__proto__":{"admin":true}}') as Record<string, unknown>
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(value.admin).toBeUndefined()
    expect(canonicalJson(value)).toBe('{"__proto__":{"admin":true}}')
  })

  test('what is not JSON is refused without quoting it', () => {
    for (const text of ['', '{', '{"iban":"DE00', "{'a':1}", '[1,]', 'NaN', '01', '1.', 'undefined']) {
      expect(parseJson(text), text).toEqual({ ok: false, message: 'must be valid JSON' })
    }
  })

  test('nesting is bounded, and brackets inside strings do not count', () => {
    expect(parseJson('['.repeat(JSON_DEPTH_MAX) + ']'.repeat(JSON_DEPTH_MAX)).ok).toBe(true)
    expect(parseJson('['.repeat(JSON_DEPTH_MAX + 1) + ']'.repeat(JSON_DEPTH_MAX + 1))).toMatchObject({ ok: false })
    expect(parseJson('['.repeat(1_000_000))).toMatchObject({ ok: false })
    expect(read(JSON.stringify('"\\['.repeat(100)))).toBe('"\\['.repeat(100))
  })
})

describe('writing', () => {
  test('JSON numbers are written as plain decimals, all else as JSON.stringify does', () => {
    expect(
      stringifyJson({
        fee: new JsonNumber('0.00000005'),
        a: [new JsonNumber('10.00')],
        b: 'x',
        c: undefined,
        d: new Date(0),
      }),
    ).toBe('{"fee":0.00000005,"a":[10.00],"b":"x","d":"1970-01-01T00:00:00.000Z"}')
    expect(() => stringifyJson(undefined)).toThrow(TypeError)
  })
})

describe('the canonical text', () => {
  test('does not depend on the order of keys or on spaces', () => {
    expect(canonicalJson(read('{ "b": [1, {"z":1,"y":2}], "a": "ü" }'))).toBe('{"a":"ü","b":[1,{"y":2,"z":1}]}')
  })

  test('differs when a number is written differently', () => {
    expect(canonicalJson(read('{"amount":1.0}'))).not.toBe(canonicalJson(read('{"amount":1}')))
  })

  test('is the same document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        expect(JSON.parse(canonicalJson(read(text)))).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })
})
