import { join } from 'node:path'
import { dumpMigrations } from '../../server/kit/postgres/scratch.ts'
import type { Generator } from './generator.ts'

const OUTPUT = 'migrations/schema.sql'
const root = join(import.meta.dirname, '../..')
const log = { info: () => undefined, warn: console.warn, error: console.error }

/** What the migrations add up to, as one reads and reviews it. */
export const generator: Generator = {
  name: 'schema',
  outputs: [OUTPUT],
  run: async () => new Map([[OUTPUT, await dumpMigrations(join(root, 'migrations'), log)]]),
}
