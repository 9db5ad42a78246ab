import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** One text file of the checkout. `path` is relative to its root, with forward slashes. */
export type Source = {
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  /** The syntax tree; parsed at the first call, the same one afterwards. */
  ast(): ts.SourceFile
  /** 1-based line of a character offset. */
  lineAt(offset: number): number
}

/** What a rule found: one thing, at one line (1-based). */
export type Finding = { readonly path: string; readonly line: number; readonly message: string }

/** A rule looks at the whole tree, because some (a context's shape) cannot be judged from one file. */
export type Rule = {
  readonly name: string
  /** What to do instead, and why; shown with the findings. */
  readonly why: string
  check(tree: readonly Source[]): Finding[]
}

const BINARY = /\.(png|jpe?g|gif|ico|pdf|woff2?|zip|gz|wasm)$/i
// Samples are there to break the rules.
const OWN_SAMPLES = /^tools\/tidy\/.*\.samples\.ts$/

export function source(path: string, text: string): Source {
  const lines = text.split('\n')
  let tree: ts.SourceFile | undefined
  const parse = () => ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
  return {
    path,
    text,
    lines,
    ast: () => (tree ??= parse()),
    lineAt: offset => text.slice(0, offset).split('\n').length,
  }
}

/** Every text file that is committed or about to be: known to git, or new and not ignored. Needs a git checkout. */
export function readTree(root: string): Source[] {
  // The folder may belong to another user, in a container for instance.
  const trust = ['-c', `safe.directory=${root}`]
  const which = ['--cached', '--others', '--exclude-standard', '--deduplicate']
  const list = execFileSync('git', [...trust, 'ls-files', '-z', ...which], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return list
    .split('\0')
    .filter(path => path && path !== 'package-lock.json' && !BINARY.test(path) && !OWN_SAMPLES.test(path))
    .filter(path => existsSync(join(root, path)))
    .map(path => source(path, readFileSync(join(root, path), 'utf8')))
}
