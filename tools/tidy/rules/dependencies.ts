import type { Finding, Rule, Source } from '../source.ts'

const WHY_TABLE = 'docs/decisions/dependencies.md'
const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/
const OURS = /^@florin\//

export const dependencies: Rule = {
  name: 'dependencies',
  why: `every dependency has an exact version and a line in ${WHY_TABLE} that says why it and not another.`,
  check: tree => {
    const table = tree.find(file => file.path === WHY_TABLE)
    const rows = table ? readRows(table) : []
    const packages = tree
      .filter(file => /(^|\/)package\.json$/.test(file.path))
      .map(file => ({ file, deps: readDependencies(file) }))
    const used = new Set(packages.flatMap(({ deps }) => deps.map(dep => dep.name)))
    const unexplained = new Set(used)
    for (const row of rows) unexplained.delete(row.name)
    return [
      ...packages.flatMap(({ file, deps }) => deps.flatMap(dep => judge(file, dep, unexplained))),
      ...rows
        .filter(row => !used.has(row.name))
        .map(row => ({ path: WHY_TABLE, line: row.line, message: `${row.name} is no dependency any more` })),
    ]
  },
}

type Dependency = { name: string; version: string }

function judge(file: Source, { name, version }: Dependency, unexplained: ReadonlySet<string>): Finding[] {
  const line = file.lines.findIndex(text => text.includes(`"${name}"`)) + 1
  const found: Finding[] = []
  if (!EXACT.test(version))
    found.push({ path: file.path, line, message: `${name}: "${version}" is not an exact version` })
  if (unexplained.has(name)) found.push({ path: file.path, line, message: `${name} has no line in ${WHY_TABLE}` })
  return found
}

function readDependencies(file: Source): Dependency[] {
  const content = JSON.parse(file.text) as Record<string, Record<string, string> | undefined>
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
    .flatMap(kind => Object.entries(content[kind] ?? {}))
    .filter(([name]) => !OURS.test(name))
    .map(([name, version]) => ({ name, version }))
}

/** The names in the first column of the table, several to a row at times, each in backticks. */
const readRows = (file: Source): { name: string; line: number }[] =>
  file.lines.flatMap((text, index) => {
    const column = /^\|([^|]*)\|/.exec(text)?.[1] ?? ''
    return [...column.matchAll(/`([^`]+)`/g)].map(match => ({ name: match[1] ?? '', line: index + 1 }))
  })
