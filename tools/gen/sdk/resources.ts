import type { Endpoint, FileParts } from '../../../contract/index.ts'
import { typeNames } from './types.ts'

const groupNames: Readonly<Record<string, string>> = { SEPA: 'sepa' }

/** Endpoints with one tag are one resource of the client. */
const groupOf = (e: Endpoint): string => groupNames[e.tag] ?? e.tag.charAt(0).toLowerCase() + e.tag.slice(1)

const pathNames = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(match => match[1] ?? '')

const template = (path: string): string => `\`${path.replaceAll(/:(\w+)/g, '$${segment($1)}')}\``

const documentation = (e: Endpoint): string => `/** ${[e.summary, e.description].filter(Boolean).join('. ')} */`

interface Argument {
  readonly name: string
  readonly type: string
  readonly isOptional: boolean
}

const filesType = ({ names }: FileParts): string =>
  `{ ${names.map(name => `readonly ${name}?: Blob | readonly Blob[]`).join('; ')} }`

const argumentsOf = (id: string, e: Endpoint): Argument[] => {
  const names = typeNames(id)
  const accepts = (schema: Endpoint['body']) => schema?.safeParse({}).success === true
  return [
    ...pathNames(e.path).map(name => ({ name, type: 'string', isOptional: false })),
    ...(e.query === undefined ? [] : [{ name: 'query', type: `T.${names.query}`, isOptional: accepts(e.query) }]),
    ...(e.body === undefined ? [] : [{ name: 'body', type: `T.${names.body}`, isOptional: accepts(e.body) }]),
    ...(e.files === undefined ? [] : [{ name: 'files', type: filesType(e.files), isOptional: false }]),
    { name: 'options', type: 'CallOptions', isOptional: true },
  ]
}

const methodOf = (id: string, e: Endpoint, media?: string): string => {
  const args = argumentsOf(id, e).map(({ name, type, isOptional }) => `${name}${isOptional ? '?' : ''}: ${type}`)
  const sent = [
    `method: '${e.method}'`,
    `path: ${template(e.path)}`,
    ...(e.query === undefined ? [] : ['query']),
    ...(e.body === undefined ? [] : ['body']),
    ...(e.files === undefined ? [] : ['files']),
  ]
  if (media !== undefined) {
    return `${documentation(e)}\n${id}As: (media: '${media}', ${args.join(', ')}): Promise<string> =>\n  callText({ ${sent.join(', ')} }, media, options),`
  }
  return `${documentation(e)}\n${id}: (${args.join(', ')}): Promise<T.${typeNames(id).answer}> =>\n  call({ ${sent.join(', ')} }, options),`
}

/** A function that makes the resources of a client from the two ways to call. */
export const resourcesFile = (
  calls: Readonly<Record<string, Endpoint>>,
  functionName: string,
  typesFrom: string,
): string => {
  const groups = Map.groupBy(Object.entries(calls), ([, e]) => groupOf(e))
  const bodies = [...groups].map(([group, members]) => {
    const methods = members.flatMap(([id, e]) => [
      methodOf(id, e),
      ...(e.alsoAnswers ?? []).map(media => methodOf(id, e, media)),
    ])
    return `${group}: {\n${methods.join('\n')}\n},`
  })
  const hasText = Object.values(calls).some(e => (e.alsoAnswers ?? []).length > 0)
  return `import { type Call, type CallOptions, ${hasText ? 'type CallText, ' : ''}segment } from '../call.ts'
import type * as T from '${typesFrom}'

export const ${functionName} = (call: Call${hasText ? ', callText: CallText' : ''}) => ({
${bodies.join('\n')}
})
`
}
