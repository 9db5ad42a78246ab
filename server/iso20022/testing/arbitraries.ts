import fc from 'fast-check'
import { type Amount, decimalsOf } from '../amount.ts'
import type { Codec, CompiledField, RecordCodec, TextFacets } from '../shape.ts'

/** Any character that XML can carry, the awkward ones often. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ0189 /-?:().,'+") },
  { weight: 2, arbitrary: fc.constantFrom(...'<>&"\'\t\n\r]]é ßŁþ\u0085\u2028') },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0x20, max: 0x10ffff })
      .filter(isXmlCharacter)
      .map(code => String.fromCodePoint(code)),
  },
)

function isXmlCharacter(code: number): boolean {
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff
}

const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

function textOf(facets: TextFacets): fc.Arbitrary<unknown> {
  if (facets.pattern !== undefined) return fc.stringMatching(facets.pattern)
  if (facets.oneOf !== undefined) return fc.constantFrom(...facets.oneOf)
  switch (facets.is) {
    case 'date':
      return day.map(date => date.toISOString().slice(0, 10))
    case 'dateTime':
      return fc
        .tuple(day, fc.constantFrom('Z', '', '+02:00', '.5Z', '.123456-05:30'))
        .map(([date, end]) => date.toISOString().slice(0, 19) + end)
    case 'count':
      return fc.integer({ min: 0, max: 10 ** (facets.maxLength ?? 15) - 1 })
    case 'decimal':
      return fc.tuple(fc.nat(), fc.constantFrom('', '.0', '.25')).map(([whole, fraction]) => `${whole}${fraction}`)
    case 'boolean':
      return fc.boolean()
    default: {
      const most = facets.maxLength ?? 35
      return fc.oneof(
        { weight: 4, arbitrary: fc.string({ unit: character, minLength: 1, maxLength: Math.min(most, 12) }) },
        { weight: 1, arbitrary: fc.string({ unit: character, minLength: most, maxLength: most }) },
      )
    }
  }
}

const anyAmount: fc.Arbitrary<Amount> = fc
  .tuple(fc.constantFrom('EUR', 'EUR', 'PLN', 'JPY', 'KWD', 'CLF'), fc.bigInt({ min: 0n, max: 99_999_999_999n }))
  .filter(([currency, units]) => units.toString().length + decimalsOf(currency) < 18)
  .map(([currency, units]) => ({ currency, units }))

/** Made once per codec: components stand in many places. */
const made = new Map<unknown, fc.Arbitrary<unknown>>()

/** Values of a shape, as its fields and rules allow. */
export function valuesOf<T>(codec: Codec<T>): fc.Arbitrary<T> {
  let values = made.get(codec)
  if (values === undefined) {
    if (codec.kind === 'text') values = textOf(codec.facets)
    else if (codec.kind === 'content') values = anyAmount
    else values = recordsOf(codec)
    made.set(codec, values)
  }
  return values as fc.Arbitrary<T>
}

function recordsOf<T>(codec: RecordCodec<T>): fc.Arbitrary<T> {
  const parts: Record<string, fc.Arbitrary<unknown>> = {}
  for (const field of codec.fields)
    parts[field.key] =
      field.least === 1 || field.presence === 'many'
        ? present(field)
        : fc.option(present(field), { nil: undefined, freq: 1 })
  const chosen = codec.choices.map(choice =>
    fc.constantFrom(...(choice.required ? choice.keys : [...choice.keys, undefined])),
  )
  const forced = fc.record(
    Object.fromEntries(
      codec.choices.flatMap(choice => choice.keys).map(key => [key, present(fieldOf(codec, key))] as const),
    ),
  )
  return fc.tuple(fc.record(parts), forced, fc.tuple(...chosen)).map(([values, spare, picks]) => {
    const value: Record<string, unknown> = { ...values }
    for (const [index, { keys }] of codec.choices.entries()) {
      for (const key of keys) {
        if (key === picks[index]) value[key] = spare[key]
        else delete value[key]
      }
    }
    for (const [key, needed] of codec.requires) if (value[needed] === undefined) delete value[key]
    for (const [key, needed] of codec.requires) if (value[needed] === undefined) delete value[key]
    for (const key of Object.keys(value)) if (value[key] === undefined) delete value[key]
    return value as T
  })
}

/** What stands in a field when it is there. */
function present(field: CompiledField): fc.Arbitrary<unknown> {
  const item = valuesOf(field.codec)
  if (field.most === 1) return item
  const least = field.presence === 'some' ? 1 : field.least
  return fc.array(item, { minLength: least, maxLength: Math.min(field.most, least + 2) })
}

function fieldOf(codec: RecordCodec<unknown>, key: string) {
  const field = codec.fields.find(each => each.key === key)
  if (field === undefined) throw new Error(`no field ${key}`)
  return field
}
