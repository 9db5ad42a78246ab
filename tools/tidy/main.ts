// Our own linter: what this house agreed on and no general linter can say. `node tools/tidy/main.ts [rule …]`
import { join } from 'node:path'
import { rules } from './rules/index.ts'
import { readTree } from './source.ts'
import { tidy } from './tidy.ts'

const root = join(import.meta.dirname, '../..')
const only = process.argv.slice(2)
const known = rules.map(rule => rule.name)
const unknown = only.filter(name => !known.includes(name))
if (unknown.length > 0) throw new Error(`no such rule: ${unknown.join(', ')} (${known.join(', ')})`)

const tree = readTree(root)
if (tree.length === 0) throw new Error('git lists no file: nothing was checked')
const chosen = only.length > 0 ? rules.filter(rule => only.includes(rule.name)) : rules
const report = tidy(tree, chosen, known)
for (const { rule, findings } of report) {
  for (const { path, line, message } of findings) console.log(`${path}:${line} ${message} [${rule.name}]`)
  console.log(`  ${rule.name}: ${rule.why}\n`)
}
if (report.length > 0) process.exitCode = 1
else console.log(`${chosen.length} rules hold in ${tree.length} files`)
