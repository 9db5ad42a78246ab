import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { IConfiguration, ICruiseResult } from 'dependency-cruiser'
import { cruise } from 'dependency-cruiser'

export const FOLDERS = ['contract', 'server', 'sdk', 'console', 'hosted', 'cli', 'docs', 'tests', 'tools', 'bench']

/** `breaches`: `rule: from -> to`, sorted. `modules`: our files that were looked at, relative to the root. */
export type BorderReport = { breaches: string[]; modules: string[] }

/** Holds the imports of the tree at `root` against .dependency-cruiser.cjs. */
export async function checkBorders(root: string): Promise<BorderReport> {
  const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration
  const { forbidden = [], options = {} } = config
  const folders = FOLDERS.filter(folder => existsSync(join(root, folder)))
  const { enhancedResolveOptions, ...rest } = options
  const { output } = await cruise(
    folders,
    { ...rest, baseDir: root, validate: true, ruleSet: { forbidden } },
    { ...enhancedResolveOptions },
  )
  if (typeof output === 'string') throw new TypeError('dependency-cruiser gave text where its result was expected')
  return { breaches: output.summary.violations.map(describe).sort(), modules: ourModules(output) }
}

function describe({ rule, from, to, cycle }: ICruiseResult['summary']['violations'][number]): string {
  const way = cycle ? [from, ...cycle.map(step => step.name)] : [from, to]
  return `${rule.name}: ${way.join(' -> ')}`
}

const ourModules = (result: ICruiseResult): string[] =>
  result.modules.map(module => module.source).filter(path => FOLDERS.some(folder => path.startsWith(`${folder}/`)))
