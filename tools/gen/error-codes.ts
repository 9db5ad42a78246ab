import { type Endpoint, type ErrorCode, type ErrorEntry, endpoints, errors } from '../../contract/index.ts'
import type { Generator } from './generator.ts'

const PAGE = 'docs/reference/errors.md'

const calls: [string, Endpoint][] = Object.entries(endpoints)

const declaredBy = (code: ErrorCode): string =>
  calls
    .filter(([, e]) => e.errors.includes(code))
    .map(([id]) => `\`${id}\``)
    .join(', ')

const row = ([code, { status, name, message, when }]: [ErrorCode, ErrorEntry]): string => {
  const cells = [code, code === 'P403' ? '–' : name, String(status), when, message, declaredBy(code)]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

const page = (): string => `# Error codes

A refusal is \`{ "errorCode", "errorName", "errorMessage" }\`: decide by the code, show nobody the message. Validation (P403)
has no \`errorName\`; all its failures are joined in the one \`errorMessage\`, and \`errors: [{ path, message }]\` lists them.
Codes without calls are either common to all calls or belong to what is not offered yet.

| code | errorName | HTTP | when | errorMessage | calls that declare it |
|---|---|---|---|---|---|
${(Object.entries(errors) as [ErrorCode, ErrorEntry][]).map(row).join('\n')}
`

/** The page of all error codes, from the catalogue. */
export const generator: Generator = {
  name: 'error-codes',
  outputs: [PAGE],
  run: async () => new Map([[PAGE, page()]]),
}
