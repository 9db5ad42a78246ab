import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { diagramOf, type Machine } from '../../server/kit/machine.ts'
import type { Generator } from './generator.ts'
import { replaceMarked } from './marked.ts'

const root = join(import.meta.dirname, '../..')

/** `<!-- generated: diagram kyc-case.ts kycCaseMachine -->`: the machine that a file beside the page exports. */
const MARK = /<!-- generated: (diagram (\S+) (\S+)) -->/g

const pages = globSync('server/contexts/*/README.md', { cwd: root })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => readFileSync(join(root, path), 'utf8').match(MARK) !== null)
  .sort()

async function withDiagrams(path: string): Promise<string> {
  let page = readFileSync(join(root, path), 'utf8')
  for (const [, name = '', file = '', exported = ''] of page.matchAll(MARK)) {
    const found = (await import(join(root, dirname(path), file))) as Record<string, unknown>
    const machine = found[exported] as Machine<string, string> | undefined
    if (machine?.moves === undefined) throw new Error(`${path}: ${file} exports no machine ${exported}`)
    page = replaceMarked(page, name, `\`\`\`mermaid\n${diagramOf(machine)}\n\`\`\``)
  }
  return page
}

/** The state diagrams in the contexts' pages, from the tables that the code runs by. */
export const generator: Generator = {
  name: 'diagrams',
  outputs: pages,
  run: async () => new Map(await Promise.all(pages.map(async path => [path, await withDiagrams(path)] as const))),
}
