import { buildPages } from '../../hosted/build.ts'
import type { Generator } from './generator.ts'

const folder = 'hosted/generated/'

/** The hosted pages, built: whoever starts the server needs no builder. */
export const generator: Generator = {
  name: 'hosted',
  outputs: [folder],
  run: async () => new Map([...(await buildPages())].map(([name, text]) => [folder + name, text])),
}
