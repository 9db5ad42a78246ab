import { operatorOpenApi, partnerOpenApi } from '../../contract/openapi.ts'
import type { Generator } from './generator.ts'

const PARTNER = 'docs/reference/openapi.json'
const OPERATOR = 'docs/reference/operator.openapi.json'

const text = (document: object): string => `${JSON.stringify(document, null, 2)}\n`

/** The two OpenAPI documents as the server answers them, for readers without a server and for `redocly lint`. */
export const generator: Generator = {
  name: 'openapi',
  outputs: [PARTNER, OPERATOR],
  run: async () =>
    new Map([
      [PARTNER, text(partnerOpenApi())],
      [OPERATOR, text(operatorOpenApi())],
    ]),
}
