import { fieldWords } from './field-words.ts'
import { type JsonSchema, type NamedSchemas, resolve } from './json-schema.ts'

const typesOf = (schema: JsonSchema): readonly string[] =>
  schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type]

const typeName = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** Whether a value suits the outer shape of a schema: enough to choose among a word's examples. */
const suits = (value: unknown, schema: JsonSchema): boolean => {
  if (schema.const !== undefined) return value === schema.const
  if (schema.enum !== undefined) return (schema.enum as unknown[]).includes(value)
  const types = typesOf(schema)
  const name = typeName(value)
  const isOfType = types.includes(name) || (name === 'number' && Number.isInteger(value) && types.includes('integer'))
  if (!isOfType) return false
  if (Array.isArray(value) && schema.items !== undefined) {
    return value.every(item => suits(item, schema.items as JsonSchema))
  }
  if (typeof value !== 'string') return true
  if (schema.format === 'date-time' && !value.endsWith('Z')) return false
  return schema.pattern === undefined || new RegExp(schema.pattern).test(value)
}

/**
 * A value of this schema in the words of `fieldWords`, the same at every run. Optional fields are shown too, unless
 * their names are in `without`. Throws where the words have no value that suits: the example has to be written first.
 */
export const exampleOf = (
  schema: JsonSchema,
  named: NamedSchemas,
  { name = '', without = [] as readonly string[] } = {},
): unknown => {
  const own = resolve(schema, named)
  const choices = own.anyOf ?? own.oneOf
  const given = fieldWords[name]?.examples ?? []
  if (choices !== undefined) {
    const chosen = choices.find(choice => given.some(value => suits(value, choice))) ?? choices[0]
    // What may be null and has no example of its own is shown as null.
    const orNull = choices.find(choice => choice.type === 'null')
    const isPlain = resolve(chosen as JsonSchema, named).properties === undefined
    if (orNull !== undefined && given.length === 0 && isPlain) return null
    return exampleOf(chosen as JsonSchema, named, { name, without })
  }
  const fitting = given.find(value => suits(value, own))
  if (fitting !== undefined) return fitting
  if (own.const !== undefined) return own.const
  if (own.enum !== undefined) return own.enum[0]
  const types = typesOf(own)
  if (types.includes('object')) {
    const fields = Object.entries(own.properties ?? {}).filter(([field]) => !without.includes(field))
    return Object.fromEntries(
      fields.map(([field, inner]) => [field, exampleOf(inner as JsonSchema, named, { name: field, without })]),
    )
  }
  if (types.includes('array')) return [exampleOf(own.items as JsonSchema, named, { name: '', without })]
  if (types.includes('null')) return null
  throw new Error(`field-words.ts has no example for the field "${name}" of ${JSON.stringify(own)}`)
}
