import type { Endpoint, FileParts } from '../kernel/endpoint.ts'
import { isMutating, scopeOf } from '../kernel/endpoint.ts'
import { jsonSchemaOf, type NamedSchemas } from './json-schema.ts'
import { parametersOf, sharedParameters } from './parameters.ts'
import { bodyExample } from './request-examples.ts'
import { codesOf, errorExamplesOf, errorSchema, type NamedRefusals, responsesOf, sharedHeaders } from './responses.ts'
import { webhookParameters, webhooksOf } from './webhooks.ts'

const modelWords = { kyc: 'For partners with KYC.', 'no-kyc': 'For partners without KYC.' } as const

const descriptionOf = (e: Endpoint): string => {
  const needs =
    e.access === 'key' ? `Needs the scope \`${scopeOf(e)}\`.` : e.roles ? `For the roles ${e.roles.join(', ')}.` : ''
  const parts = [e.description, e.model && modelWords[e.model], e.sandbox && 'Only in the sandbox.', needs]
  return parts.filter(Boolean).join('\n\n')
}

const securityOf = { key: [{ apiKey: [] }], operator: [{ operatorToken: [] }], hosted: [], open: [] } as const

const multipartOf = ({ names, meanings }: FileParts) => ({
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          names.map(name => {
            const file = { type: 'string', format: 'binary' }
            const isList = name === 'files'
            return [name, { description: meanings[name] ?? '', ...(isList ? { type: 'array', items: file } : file) }]
          }),
        ),
      },
    },
  },
})

const bodyOf = (id: string, e: Endpoint, named: NamedSchemas) => {
  if (e.files !== undefined) return { requestBody: multipartOf(e.files) }
  if (e.body === undefined) return {}
  return {
    requestBody: {
      required: !e.body.safeParse({}).success,
      content: {
        'application/json': { schema: jsonSchemaOf(e.body, 'input', named), example: bodyExample(id, e, named) },
      },
    },
  }
}

const operationOf = (id: string, e: Endpoint, named: NamedSchemas, refusals: NamedRefusals) => ({
  operationId: id,
  tags: [e.tag],
  summary: e.summary,
  description: descriptionOf(e),
  security: securityOf[e.access],
  ...(parametersOf(e, named).length === 0 ? {} : { parameters: parametersOf(e, named) }),
  ...(isMutating(e) ? bodyOf(id, e, named) : {}),
  responses: responsesOf(e, named, refusals),
})

const braced = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

const pathsOf = (
  calls: Readonly<Record<string, Endpoint>>,
  named: NamedSchemas,
  refusals: NamedRefusals,
): Record<string, object> => {
  const paths: Record<string, Record<string, object>> = {}
  for (const [id, e] of Object.entries(calls)) {
    const operation = operationOf(id, e, named, refusals)
    for (const [index, path] of [e.path, ...(e.aliases ?? [])].entries()) {
      const own = index === 0 ? operation : { ...operation, operationId: `${id}Alias${index}`, deprecated: false }
      const item = (paths[braced(path)] ??= {})
      item[e.method.toLowerCase()] = own
    }
  }
  return paths
}

export interface OpenApiOptions {
  readonly title: string
  readonly description: string
  readonly version: string
  readonly serverUrl: string
  /** What each tag is about; every tag of the calls needs a line. */
  readonly tags: Readonly<Record<string, string>>
  readonly withWebhooks: boolean
}

/** The OpenAPI 3.1 document of these calls. The same input gives the same document, key by key. */
export const openApiDocument = (calls: Readonly<Record<string, Endpoint>>, options: OpenApiOptions): object => {
  const named: NamedSchemas = new Map()
  const refusals: NamedRefusals = new Map()
  const paths = pathsOf(calls, named, refusals)
  const webhooks = options.withWebhooks ? webhooksOf(named) : {}
  const accesses = new Set(Object.values(calls).map(e => e.access))
  return {
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: options.version,
      description: options.description,
      license: { name: 'UNLICENSED', identifier: 'LicenseRef-UNLICENSED' },
    },
    servers: [{ url: options.serverUrl, description: 'This installation' }],
    tags: Object.entries(options.tags).map(([name, description]) => ({ name, description })),
    paths,
    ...(options.withWebhooks ? { webhooks } : {}),
    components: {
      securitySchemes: {
        ...(accesses.has('key')
          ? { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'Your API key.' } }
          : {}),
        ...(accesses.has('operator')
          ? { operatorToken: { type: 'http', scheme: 'bearer', description: 'The token of a named operator.' } }
          : {}),
        ...(options.withWebhooks
          ? {
              webhookToken: {
                type: 'apiKey',
                in: 'header',
                name: 'Authorization',
                description: 'The token of your webhook settings, raw and without a scheme.',
              },
            }
          : {}),
      },
      schemas: Object.fromEntries([['Error', errorSchema], ...[...named].toSorted(([a], [b]) => (a < b ? -1 : 1))]),
      parameters: { ...sharedParameters, ...(options.withWebhooks ? webhookParameters : {}) },
      headers: sharedHeaders,
      responses: Object.fromEntries(refusals),
      examples: errorExamplesOf(new Set(Object.values(calls).flatMap(codesOf))),
    },
  }
}
