import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/* Every benchmark in turn, each in a process of its own. Names as arguments choose some. */

const all = [
  'transfers',
  'limits',
  'refusals',
  'lone-request',
  'balance-read',
  'webhooks',
  'screening',
  'sepa',
  'sepa-memory',
  'verification',
  'growth',
]
/** What books in this process has the flags of `npm start`. */
const flags = (name: string): string[] => (name === 'sepa' ? ['--max-semi-space-size=64'] : [])

const chosen = process.argv.slice(2)
console.log(
  `${cpus().length} cores (${cpus()[0]?.model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`,
)
let failed = 0
for (const name of chosen.length > 0 ? chosen : all) {
  const file = join(import.meta.dirname, `${name}.ts`)
  if (!existsSync(file)) throw new Error(`there is no benchmark ${name}: choose of ${all.join(', ')}`)
  console.log(`\n${name}`)
  if (spawnSync(process.execPath, [...flags(name), file], { stdio: 'inherit' }).status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
