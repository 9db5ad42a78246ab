import { basename } from 'node:path'
import { isCode, isGenerated } from '../places.ts'
import type { Finding, Rule, Source } from '../source.ts'
import { exportedNames } from '../syntax.ts'

// Such a name says nothing about what is inside, so everything ends up there.
const EMPTY = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'manager',
  'service',
  'services',
  'data',
])
// The law's own term.
const TERMS = new Set(['personal-data'])

export const names: Rule = {
  name: 'names',
  why: 'no utils, helpers, common, manager, service, data, misc: name the thing by its word in docs/words.md.',
  check: tree => [
    ...tree.flatMap(file => judgePath(file)),
    ...tree.filter(file => isCode(file.path) && !isGenerated(file.path)).flatMap(file => judgeExports(file)),
  ],
}

function judgePath(file: Source): Finding[] {
  const parts = file.path.split('/').map(part => basename(part).replace(/\.[^.]+$/, ''))
  const bad = parts.find(part => isEmptyName(part.split('.')[0] ?? part))
  return bad ? [{ path: file.path, line: 1, message: `the name "${bad}" says nothing` }] : []
}

const judgeExports = (file: Source): Finding[] =>
  exportedNames(file)
    .filter(({ name }) => isEmptyName(name))
    .map(({ name, line }) => ({ path: file.path, line, message: `exports "${name}", a name that says nothing` }))

/** Judges the last word: a `userService` is a service, a `serviceFee` is a fee. */
function isEmptyName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]/)
    .filter(Boolean)
  const last = words.at(-1)
  return last !== undefined && EMPTY.has(last) && !TERMS.has(words.slice(-2).join('-'))
}
