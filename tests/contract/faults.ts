import type { Endpoint } from '@florin/contract/index.ts'
import { z } from 'zod'

/** What a valid call sends. */
export interface CallParts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: Readonly<Record<string, unknown>>
  /** Of a form: the parts in their order. */
  readonly files?: readonly (readonly [name: string, bytes: Buffer])[]
}

/** One thing done wrong: how, where, and what the refusal must say of it. */
export interface Fault {
  readonly what: string
  readonly path: string
  readonly message?: string
  readonly apply: (call: CallParts) => CallParts
}

type Place = 'query' | 'body'

interface Field {
  readonly wire?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly maxLength?: number
  readonly maximum?: number
}

interface Shape {
  readonly properties?: Readonly<Record<string, Field>>
  readonly required?: readonly string[]
}

const shapeOf = (schema: z.ZodType | undefined): Shape =>
  schema === undefined ? {} : (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape)

const amounts: readonly unknown[] = ['-1', '1e3', 'NaN', 'abc', '1,5', '0x10', true, [], {}, '9'.repeat(200)]

/** Values that no field of this kind takes. In a query everything is text, so only what has a form can be wrong. */
function wrongValues(field: Field, place: Place): readonly unknown[] {
  const inBody = place === 'body'
  switch (field.wire) {
    case 'amount':
      return [...amounts.filter(value => inBody || typeof value === 'string'), '0', '0.00', '0.123456789']
    case 'decimal':
      return amounts.filter(value => inBody || typeof value === 'string')
    case 'integer':
      return ['x', '1.5', '-', String((field.maximum ?? 0) + 1), ...(inBody ? [1.5, true, {}] : [])]
    case 'enum':
      return ['NO_SUCH_WORD', ...(inBody ? [7, {}] : [])]
    case 'boolean':
      return ['perhaps', ...(inBody ? [7, {}] : [])]
    case 'uuid':
      return ['no-uuid', '00000000-0000-0000-0000-00000000000g', ...(inBody ? [7] : [])]
    case 'date':
      return ['yesterday', '2026-02-30', '0000-01-01', ...(inBody ? [7] : [])]
    case 'instant':
      return ['yesterday', '2026-02-30', '0000-01-01', '9999-12-31T23:59:59-14:00', ...(inBody ? [7] : [])]
    // An unknown one is P410, whatever it is made of.
    case 'currency':
      return ['x'.repeat(21), ...(inBody ? [7, true, {}] : [])]
    case 'country':
      return ['XX', 'Poland', ...(inBody ? [7] : [])]
    case 'uri':
      return ['no url', 'ftp://a.example', ...(inBody ? [7] : [])]
    case 'text-or-number':
      return [{}, true]
    default:
      return wrongByType(field, inBody)
  }
}

function wrongByType(field: Field, inBody: boolean): readonly unknown[] {
  if (field.type === 'array') return ['x', 7]
  if (field.type === 'object') return ['x', 7, []]
  const tooLong = field.maxLength === undefined ? [] : ['x'.repeat(field.maxLength + 1)]
  // A half of a surrogate pair cannot be written in a URL, only in JSON.
  return [...tooLong, 'a\u0000b', ...(inBody ? ['a\ud800', 7, true, {}, []] : [])]
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

const put = (call: CallParts, place: Place, name: string, value: unknown): CallParts => ({
  ...call,
  [place]: { ...call[place], [name]: value },
})

const drop = (call: CallParts, place: Place, name: string): CallParts => {
  const { [name]: _dropped, ...rest } = call[place] ?? {}
  return { ...call, [place]: rest }
}

function faultsIn(place: Place, schema: z.ZodType | undefined): Fault[] {
  const { properties = {}, required = [] } = shapeOf(schema)
  const missing = required.flatMap((name): Fault[] => {
    const empties: readonly unknown[] = place === 'body' ? [null, ''] : ['']
    const message = `${name} should not be empty`
    return [
      { what: `without ${name}`, path: name, message, apply: call => drop(call, place, name) },
      ...empties.map(value => ({
        what: `with ${name} ${shown(value)}`,
        path: name,
        message,
        apply: (call: CallParts) => put(call, place, name, value),
      })),
    ]
  })
  const wrong = Object.entries(properties).flatMap(([name, field]) =>
    wrongValues(field, place).map(value => ({
      what: `with ${name} ${shown(value)}`,
      path: name,
      apply: (call: CallParts) => put(call, place, name, value),
    })),
  )
  return [...missing, ...wrong]
}

const unknownParameter: Fault = {
  what: 'with an unknown query parameter',
  path: 'noSuchParameter',
  message: 'property noSuchParameter should not exist',
  apply: call => put(call, 'query', 'noSuchParameter', '1'),
}

/** Everything that one field of the endpoint can have wrong, from its schemas. Each must be P403, with the field named. */
export const faultsOf = (e: Endpoint): Fault[] => [
  unknownParameter,
  ...faultsIn('query', e.query),
  ...faultsIn('body', e.body),
]
