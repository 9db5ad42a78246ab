import { type Endpoint, type ErrorEntry, type EventDefinition, errors, events } from '../../../contract/index.ts'
import { jsonSchemaOf, type NamedSchemas } from '../../../contract/openapi/json-schema.ts'
import { fieldsOf, typeOf } from './typescript-type.ts'

const capitalised = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1)

/** What the types of an endpoint are called. */
export const typeNames = (id: string) => ({
  body: `${capitalised(id)}Body`,
  query: `${capitalised(id)}Query`,
  answer: `${capitalised(id)}Answer`,
})

const interfaceOf = (name: string, schema: Parameters<typeof fieldsOf>[0]): string =>
  schema.properties === undefined
    ? `export type ${name} = ${typeOf(schema)}`
    : `export interface ${name} {\n${fieldsOf(schema)}\n}`

const ofEndpoint = (id: string, e: Endpoint, named: NamedSchemas): string[] => {
  const names = typeNames(id)
  return [
    ...(e.query === undefined ? [] : [interfaceOf(names.query, jsonSchemaOf(e.query, 'input', named))]),
    ...(e.body === undefined ? [] : [interfaceOf(names.body, jsonSchemaOf(e.body, 'input', named))]),
    interfaceOf(names.answer, jsonSchemaOf(e.response, 'output', named)),
  ]
}

/** All types of some endpoints, the named shapes first. */
export const typesFile = (calls: Readonly<Record<string, Endpoint>>): string => {
  const named: NamedSchemas = new Map()
  const own = Object.entries(calls).flatMap(([id, e]) => ofEndpoint(id, e, named))
  const shared = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, schema]) => interfaceOf(name, schema))
  return [...shared, ...own].join('\n\n')
}

/** The codes of refusals, and the events with their bodies. */
export const eventsFile = (): string => {
  const named: NamedSchemas = new Map()
  const definitions = Object.entries<EventDefinition>(events)
  const bodies = definitions.map(([type, event]) => {
    const body = typeOf(jsonSchemaOf(event.body, 'output', named))
    return `/** ${event.summary}. */\n${JSON.stringify(type)}: ${body}`
  })
  const shared = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name]) => name)
  return `import type { ${shared.join(', ')} } from './types.ts'

/** The body of each event type. */
export interface EventBodies {
${bodies.join('\n')}
}

export type EventType = keyof EventBodies
`
}

export const errorCodesFile = (): string => {
  const lines = Object.entries<ErrorEntry>(errors).map(
    ([code, { when }]) => `/** ${when} */\n| ${JSON.stringify(code)}`,
  )
  return `/** Codes of refusals: decide by them, and expect new ones. */\nexport type ErrorCode =\n${lines.join('\n')}\n`
}
