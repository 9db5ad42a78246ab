import { z } from 'zod'
import { fieldWords } from './field-words.ts'

/** A JSON Schema of 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = z.core.JSONSchema.JSONSchema

const refPrefix = '#/components/schemas/'

const decimalShape = (): JsonSchema => ({
  anyOf: [{ type: 'string', pattern: '^\\d+(\\.\\d+)?$' }, { type: 'number' }],
})

/** How our own fields look on the wire; zod knows only that they are transformed. */
const wireShapes: Readonly<Record<string, (own: JsonSchema) => JsonSchema>> = {
  amount: decimalShape,
  decimal: decimalShape,
  'amount-text': () => ({ type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }),
  integer: ({ minimum, maximum }) => ({
    type: 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  }),
  number: () => ({ type: 'number' }),
  enum: own => ({ type: 'string', enum: own.enum ?? [] }),
  boolean: () => ({ type: 'boolean' }),
  uuid: () => ({ type: 'string', format: 'uuid' }),
  date: () => ({ type: 'string', format: 'date' }),
  'date-time': () => ({ type: 'string', format: 'date-time' }),
  instant: () => ({
    type: 'string',
    description: 'ISO 8601: a time with its offset, or a day (its first instant, UTC).',
  }),
  currency: () => ({ type: 'string', minLength: 1, maxLength: 20 }),
  country: () => ({ type: 'string', minLength: 2, maxLength: 2, pattern: '^[A-Za-z]{2}$' }),
  uri: () => ({ type: 'string', format: 'uri', maxLength: 2000 }),
  'ip-range': () => ({ type: 'string', maxLength: 50 }),
  'text-or-number': () => ({ anyOf: [{ type: 'string' }, { type: 'number' }] }),
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Replaces the marks of our fields, turns references to named shapes, and drops what only strict answers need. */
const dress = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(dress)
  if (!isObject(value)) return value
  const { wire, id: _id, $schema: _schema, $defs: _defs, additionalProperties, propertyNames: _names, ...rest } = value
  const own = typeof wire === 'string' ? (wireShapes[wire]?.(rest) ?? {}) : rest
  if (typeof own.$ref === 'string') return { $ref: own.$ref.replace('#/$defs/', refPrefix) }
  const dressed = Object.fromEntries(
    Object.entries(own).map(([key, inner]) => [key, key === 'properties' ? dressFields(inner) : dress(inner)]),
  )
  return isObject(additionalProperties) ? { ...dressed, additionalProperties: dress(additionalProperties) } : dressed
}

const dressFields = (fields: unknown): unknown =>
  Object.fromEntries(
    Object.entries(fields as Record<string, unknown>).map(([name, field]) => {
      const dressed = dress(field) as JsonSchema
      const meaning = fieldWords[name]?.meaning
      // A description beside a $ref is allowed since 3.1, but the shape's own words are better.
      if (meaning === undefined || dressed.$ref !== undefined) return [name, dressed]
      return [name, { ...dressed, description: dressed.description ?? meaning }]
    }),
  )

/** Named shapes that were met on the way. */
export type NamedSchemas = Map<string, JsonSchema>

/**
 * The JSON Schema of what a partner sends (`input`) or reads (`output`). Shapes with an id become references, and
 * their own schemas are put into `named`.
 */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output', named: NamedSchemas): JsonSchema => {
  const raw = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  for (const [name, definition] of Object.entries(raw.$defs ?? {})) named.set(name, dress(definition) as JsonSchema)
  return dress(raw) as JsonSchema
}

/** The schema behind a reference, or the schema itself. */
export const resolve = (schema: JsonSchema, named: NamedSchemas): JsonSchema =>
  schema.$ref === undefined ? schema : (named.get(schema.$ref.slice(refPrefix.length)) ?? {})
