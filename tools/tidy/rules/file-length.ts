import { isCode, isGenerated, isTest } from '../places.ts'
import type { Rule } from '../source.ts'

const LINES_MAX = 320
const TEST_LINES_MAX = 600

export const fileLength: Rule = {
  name: 'file-length',
  why: `a file is one thing: at most ${LINES_MAX} lines (tests ${TEST_LINES_MAX}). Split by noun or verb, not by number.`,
  check: tree =>
    tree
      .filter(file => isCode(file.path) && !isGenerated(file.path))
      .flatMap(file => {
        const max = isTest(file.path) ? TEST_LINES_MAX : LINES_MAX
        const length = file.text.endsWith('\n') ? file.lines.length - 1 : file.lines.length
        return length > max ? [{ path: file.path, line: max + 1, message: `${length} lines, ${max} at most` }] : []
      }),
}
