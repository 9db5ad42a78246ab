import levels from '../../borders/contexts.json' with { type: 'json' }
import { isTest } from '../places.ts'
import type { Finding, Rule, Source } from '../source.ts'
import { exportedNames } from '../syntax.ts'
import { verbs } from './verbs.ts'

const README_LINES_MAX = 60
const CONTEXTS = 'server/contexts/'
const KNOWN = new Set(levels.flat())
const FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|conformance|samples))?\.ts$/

export const contextShape: Rule = {
  name: 'context-shape',
  why: 'a context reads like every other: flat, README.md, index.ts, nouns, verb-noun.ts exporting verbNoun, store.ts.',
  check: tree => {
    const inContexts = tree.filter(file => file.path.startsWith(CONTEXTS))
    const byContext = Map.groupBy(inContexts, file => file.path.slice(CONTEXTS.length).split('/')[0] ?? '')
    return [...byContext].flatMap(([name, files]) => judgeContext(name, files))
  },
}

function judgeContext(name: string, files: readonly Source[]): Finding[] {
  const folder = `${CONTEXTS}${name}`
  const at = (path: string, message: string, line = 1): Finding => ({ path, line, message })
  const found: Finding[] = []
  if (!KNOWN.has(name)) found.push(at(folder, 'not in tools/borders/contexts.json: say where it stands in the order'))
  if (!files.some(file => file.path === `${folder}/index.ts`)) found.push(at(folder, 'has no index.ts, the only door'))
  const readme = files.find(file => file.path === `${folder}/README.md`)
  if (!readme) found.push(at(folder, 'has no README.md'))
  else if (readme.text.trimEnd().split('\n').length > README_LINES_MAX)
    found.push(at(readme.path, `longer than ${README_LINES_MAX} lines`, README_LINES_MAX + 1))
  for (const file of files) {
    const base = file.path.slice(folder.length + 1)
    if (base === 'README.md') continue
    if (base.includes('/')) found.push(at(file.path, 'a folder inside a context'))
    else if (!FILE.test(base)) found.push(at(file.path, 'neither README.md nor kebab-case .ts'))
    else found.push(...judgeVerb(file, base))
  }
  return found
}

/** A verb is known by its first word; what the file exports under its own name is the verb. */
function judgeVerb(file: Source, base: string): Finding[] {
  const name = base.replace(/\.ts$/, '')
  if (isTest(file.path) || !name.includes('-') || !verbs.has(name.split('-')[0] ?? '') || name.endsWith('-store'))
    return []
  const verb = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const exported = exportedNames(file).some(e => e.name === verb && !e.isType)
  return exported ? [] : [{ path: file.path, line: 1, message: `does not export ${verb}` }]
}
