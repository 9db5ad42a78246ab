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

describe('a JSON number', () => {
  const text = (source: string) => {
    const plain = new JsonNumber(source).toDecimalText()
    return plain.ok ? plain.text : `refused: ${plain.message}`
  }

  test('has one plain decimal text, exponents worked out', () => {
    expect(text('5e-8')).toBe('0.00000005')
    expect(text('1.5e3')).toBe('1500')
    expect(text('-12.34E+1')).toBe('-123.4')
    expect(text('0.1e1')).toBe('1')
    expect(text('12345e-2')).toBe('123.45')
    expect(text('1.50')).toBe('1.50')
    expect(text('0e5')).toBe('0')
  })

  test('agrees with what a float would say wherever a float is exact enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: -30, max: 30 }),
        (digits, exponent) => {
          expect(Number(text(`${digits}e${exponent}`))).toBe(Number(`${digits}e${exponent}`))
          expect(text(`${digits}e${exponent}`)).not.toMatch(/e/i)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('with more than 15 significant digits asks for a string; zeros at either end are not significant', () => {
    expect(text('123456789012345')).toBe('123456789012345')
    expect(text('1234567890123450000')).toBe('1234567890123450000')
    expect(text('0.00000123456789012345')).toBe('0.00000123456789012345')
    for (const source of ['1234567890123456', '0.1234567890123456', '1.000000000000001']) {
      expect(text(source), source).toContain('send it as a string')
    }
  })

  test('with an absurd exponent is refused at once', () => {
    for (const source of ['1e999999999', '1e-999999999', `1e${'9'.repeat(1000)}`])
      expect(text(source)).toContain('refused')
  })

  test('cannot be made from what is not a JSON number', () => {
    for (const source of ['', '01', '1.', '.5', '+1', 'NaN', '1,"a":2', ' 1', '1\n'])
      expect(() => new JsonNumber(source)).toThrow(RangeError)
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
