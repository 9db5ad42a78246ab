import type { Rule } from '../source.ts'
import { findText } from '../syntax.ts'

// Not as a part of a word: a BIC ends in XXX when it names the head office.
const MARK = /(?<![\w-])(TODO|FIXME|XXX|HACK)(?![\w-])/g
// These two say what the marks are.
const MAY = /^tools\/tidy\/rules\/leftovers\.ts$|^docs\/decisions\//

export const leftovers: Rule = {
  name: 'leftovers',
  why: 'what is left to do is an issue, not a comment: do it, or say what does not hold where a reader looks for it.',
  check: tree =>
    tree.filter(file => !MAY.test(file.path)).flatMap(file => findText(file, MARK, match => `a left-over ${match[1]}`)),
}
