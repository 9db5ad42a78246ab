import type { JsonSchema } from '../../../contract/openapi/json-schema.ts'

const plainName = /^[A-Za-z_$][\w$]*$/

const literals = (values: readonly unknown[]): string => values.map(value => JSON.stringify(value)).join(' | ')

const parenthesised = (type: string): string => (type.includes(' | ') ? `(${type})` : type)

const comment = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${text.replaceAll('*/', '*\\/')} */\n`

const ofOneType = (type: string, schema: JsonSchema): string => {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return `readonly ${parenthesised(typeOf((schema.items ?? {}) as JsonSchema))}[]`
    case 'object':
      return objectType(schema)
    default:
      throw new Error(`no TypeScript type for the JSON Schema type ${type}`)
  }
}

/** The fields of an object, one a line, with their descriptions. */
export const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): string =>
  Object.entries(properties)
    .map(([name, inner]) => {
      const { description } = inner as JsonSchema
      const key = plainName.test(name) ? name : JSON.stringify(name)
      const isRequired = required.includes(name)
      // Who sends may say undefined for "absent"; JSON leaves it out.
      const type = typeOf(inner as JsonSchema) + (isRequired ? '' : ' | undefined')
      return `${comment(description)}readonly ${key}${isRequired ? '' : '?'}: ${type}`
    })
    .join('\n')

const objectType = (schema: JsonSchema): string => {
  if (schema.properties !== undefined) return `{\n${fieldsOf(schema)}\n}`
  const inner = typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'unknown'
  return `Readonly<Record<string, ${inner}>>`
}

/** A TypeScript type for what a JSON Schema describes. References become the names of the shapes. */
export const typeOf = (schema: JsonSchema): string => {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return literals(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(choice => typeOf(choice)))].join(' | ')
  if (schema.type === undefined) return 'unknown'
  const types: readonly string[] = Array.isArray(schema.type) ? schema.type : [schema.type]
  return types.map(type => ofOneType(type, schema)).join(' | ')
}
