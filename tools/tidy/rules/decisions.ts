import type { Finding, Rule, Source } from '../source.ts'

const RECORD = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/
const LINES_MAX = 25
const PARTS = ['**Context.**', '**Decision.**', '**Consequences.**']

export const decisions: Rule = {
  name: 'decisions',
  why: `a decision record is docs/decisions/NNNN-title.md: a heading, ${PARTS.join(' ')}, at most ${LINES_MAX} lines.`,
  check: tree => {
    const folder = tree.filter(file => /^docs\/decisions\/[^/]+$/.test(file.path))
    const records = folder.filter(file => RECORD.test(file.path))
    const numbers = Map.groupBy(records, file => RECORD.exec(file.path)?.[1] ?? '')
    return [
      ...folder
        .filter(file => !RECORD.test(file.path) && !/\/(README|dependencies)\.md$/.test(file.path))
        .map(file => ({ path: file.path, line: 1, message: 'not named NNNN-title.md' })),
      ...records.flatMap(judgeRecord),
      ...[...numbers.values()].flatMap(same =>
        same
          .slice(1)
          .map(file => ({ path: file.path, line: 1, message: 'its number is taken: take the next free one' })),
      ),
    ]
  },
}

function judgeRecord(file: Source): Finding[] {
  const found: Finding[] = []
  const add = (message: string, line = 1) => found.push({ path: file.path, line, message })
  if (!file.text.startsWith('# ')) add('does not begin with a heading')
  for (const part of PARTS) if (!file.lines.some(line => line.startsWith(part))) add(`has no ${part}`)
  const length = file.text.trimEnd().split('\n').length
  if (length > LINES_MAX) add(`${length} lines, ${LINES_MAX} at most`, LINES_MAX + 1)
  return found
}
