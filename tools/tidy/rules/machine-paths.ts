import type { Rule } from '../source.ts'
import { findText } from '../syntax.ts'

// A path from the root of somebody's disk. Not part of a relative path or of a URL.
const PATH = /(?<![\w.\-/~}*:@$])\/(?:work|tmp|root|private\/tmp|home\/[\w.-]+|Users\/[\w.-]+)\/|\b[A-Z]:\\\\?Users\\/g
const MAY = /^tools\/tidy\/rules\/machine-paths\.ts$/

export const machinePaths: Rule = {
  name: 'machine-paths',
  why: 'a path of one machine breaks on the next: start from import.meta.dirname, os.tmpdir(), mktemp -d or a setting.',
  check: tree =>
    tree
      .filter(file => !MAY.test(file.path))
      .flatMap(file => findText(file, PATH, match => `a path of one machine: ${match[0]}`)),
}
