// `npm run gen [-- name …]` writes every generated file anew; `--check` only says which are out of date.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, settle } from './gen/compare.ts'
import { formatted } from './gen/format.ts'
import { registry } from './gen/registry.ts'

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } })
const unknown = positionals.filter(name => !Object.hasOwn(registry, name))
if (unknown.length > 0) {
  console.error(`no such generator: ${unknown.join(', ')}. There are ${Object.keys(registry).join(', ')}.`)
  process.exit(2)
}

for (const [name, load] of Object.entries(registry)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const { generator } = await load()
  const raw = await generator.run()
  const made = new Map([...raw].map(([path, text]) => [path, formatted(root, path, text)]))
  const differences = compare(root, generator, made)
  if (!values.check) settle(root, differences, made)
  for (const { path, kind } of differences)
    console.log(
      `${path} ${values.check ? `is ${kind}: npm run gen` : kind === 'extra' ? 'removed' : 'written'} (${name})`,
    )
  if (values.check && differences.length > 0) process.exitCode = 1
}
