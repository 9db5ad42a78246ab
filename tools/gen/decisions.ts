import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Generator } from './generator.ts'
import { replaceMarked } from './marked.ts'

const FOLDER = 'docs/decisions'
const INDEX = `${FOLDER}/README.md`
const root = join(import.meta.dirname, '../..')

/** The list of decision records in docs/decisions/README.md. */
export const generator: Generator = {
  name: 'decisions',
  outputs: [INDEX],
  run: async () => {
    const records = readdirSync(join(root, FOLDER)).filter(name => /^\d{4}-.*\.md$/.test(name))
    const lines = records.sort().map(name => `- [${name.slice(0, 4)}](${name}) ${titleOf(name)}`)
    return new Map([[INDEX, replaceMarked(readFileSync(join(root, INDEX), 'utf8'), 'records', lines.join('\n'))]])
  },
}

const titleOf = (name: string): string =>
  readFileSync(join(root, FOLDER, name), 'utf8')
    .split('\n')[0]
    ?.replace(/^#\s*/, '') ?? name
