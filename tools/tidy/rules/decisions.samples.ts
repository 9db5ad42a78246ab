import type { Samples } from '../samples.ts'

const at = 'docs/decisions/0001-node-from-npm.md'
const record = '# Node from npm\n\n**Context.** x\n\n**Decision.** y\n\n**Consequences.** z\n'

export const samples: Samples = {
  passes: [{ [at]: record, 'docs/decisions/README.md': '', 'docs/decisions/dependencies.md': '' }],
  fails: [
    { tree: { [at]: record.replace('**Decision.** ', '') }, at: [`${at}:1`] },
    { tree: { [at]: record.slice(2) }, at: [`${at}:1`] },
    { tree: { [at]: record + 'x\n'.repeat(30) }, at: [`${at}:26`] },
    { tree: { [at]: record, 'docs/decisions/0001-other.md': record }, at: ['docs/decisions/0001-other.md:1'] },
    { tree: { 'docs/decisions/notes.md': '' }, at: ['docs/decisions/notes.md:1'] },
  ],
}
