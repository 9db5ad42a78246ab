import { type Endpoint, isMutating } from '../kernel/endpoint.ts'
import { exampleOf } from './example.ts'
import { type JsonSchema, jsonSchemaOf, type NamedSchemas } from './json-schema.ts'

const parametersIn = (place: 'path' | 'query', schema: Endpoint['query'], named: NamedSchemas): object[] => {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input', named)
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...own } = property as JsonSchema
    const isRequired = required.includes(name)
    return {
      name,
      in: place,
      ...(isRequired ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
      schema: own,
      // A page without optional filters is the usual call, so that only what is required is shown filled in.
      ...(isRequired ? { example: exampleOf(own, named, { name }) } : {}),
    }
  })
}

/** What an endpoint reads from the path, the query and the headers. */
export const parametersOf = (e: Endpoint, named: NamedSchemas): object[] => [
  ...parametersIn('path', e.params, named),
  ...parametersIn('query', e.query, named),
  ...(isMutating(e) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
]

/** Parameters that many endpoints share. */
export const sharedParameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A key of your own for this request, unique per method and path. Sent again with the same body it gives the stored answer (`Idempotent-Replayed: true`) and acts no second time. Kept at least 7 days.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '7d6e8f0a-6a52-4a86-9d0e-0d5a2c1b9f10',
  },
} as const
