import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Generator } from './generator.ts'

/** How the checkout differs from what a generator makes. `extra`: in one of its folders, but not made any more. */
export type Difference = { readonly path: string; readonly kind: 'stale' | 'missing' | 'extra' }

export function compare(root: string, generator: Generator, made: ReadonlyMap<string, string>): Difference[] {
  for (const path of made.keys()) {
    const isDeclared = generator.outputs.some(
      output => output === path || (output.endsWith('/') && path.startsWith(output)),
    )
    if (!isDeclared) throw new Error(`${generator.name} made ${path}, which is not among its outputs`)
  }
  const differences: Difference[] = []
  for (const [path, text] of made) {
    const at = join(root, path)
    if (!existsSync(at)) differences.push({ path, kind: 'missing' })
    else if (readFileSync(at, 'utf8') !== text) differences.push({ path, kind: 'stale' })
  }
  for (const output of generator.outputs) {
    const present = output.endsWith('/') ? filesBelow(root, output) : existsSync(join(root, output)) ? [output] : []
    differences.push(...present.filter(path => !made.has(path)).map(path => ({ path, kind: 'extra' as const })))
  }
  return differences
}

export function settle(root: string, differences: readonly Difference[], made: ReadonlyMap<string, string>): void {
  for (const { path, kind } of differences) {
    const at = join(root, path)
    if (kind === 'extra') {
      rmSync(at)
      continue
    }
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, made.get(path) ?? '')
  }
}

function filesBelow(root: string, folder: string): string[] {
  const at = join(root, folder)
  if (!existsSync(at)) return []
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
}
