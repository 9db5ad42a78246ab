import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compare, settle } from './compare.ts'
import { formatted } from './format.ts'
import type { Generator } from './generator.ts'
import { replaceMarked } from './marked.ts'
import { registry } from './registry.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'florin-gen-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const generator: Generator = { name: 'pages', outputs: ['docs/pages/', 'list.md'], run: async () => new Map() }
const put = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

test('a file that differs, one that is missing and one that is not made any more are told apart, and settled', () => {
  put('docs/pages/kept.md', 'same')
  put('docs/pages/old.md', 'x')
  put('docs/pages/deep/gone.md', 'x')
  put('docs/by-hand.md', 'x')
  put('list.md', 'old')
  const made = new Map([
    ['docs/pages/kept.md', 'same'],
    ['docs/pages/new/page.md', 'new'],
    ['list.md', 'new'],
  ])
  const differences = compare(root, generator, made)
  expect(differences.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
    'extra docs/pages/deep/gone.md',
    'extra docs/pages/old.md',
    'missing docs/pages/new/page.md',
    'stale list.md',
  ])
  settle(root, differences, made)
  expect(compare(root, generator, made)).toEqual([])
  expect(readFileSync(join(root, 'docs/by-hand.md'), 'utf8')).toBe('x')
})

test('a declared file that is not made any more is extra', () => {
  put('list.md', 'x')
  expect(compare(root, generator, new Map())).toEqual([{ path: 'list.md', kind: 'extra' }])
})

test('a generator may write only what it declared', () => {
  expect(() => compare(root, generator, new Map([['server/app.ts', '']]))).toThrow('server/app.ts')
})

test('what is between the marks is replaced, the rest of the page stays', () => {
  const page = 'before\n<!-- generated: a -->\nold\n<!-- end: a -->\nafter\n'
  expect(replaceMarked(page, 'a', 'new\nlines\n')).toBe(
    'before\n<!-- generated: a -->\nnew\nlines\n<!-- end: a -->\nafter\n',
  )
  expect(() => replaceMarked(page, 'b', 'x')).toThrow('no marks for "b"')
  expect(() => replaceMarked('<!-- end: a -->\n<!-- generated: a -->\n', 'a', 'x')).toThrow('no marks')
})

test('generated TypeScript and JSON come out in the format of the house, other text as it is', () => {
  const checkout = join(import.meta.dirname, '../..')
  expect(formatted(checkout, 'sdk/x.ts', 'const a = "b";')).toBe("const a = 'b'\n")
  expect(formatted(checkout, 'docs/x.md', '*  x')).toBe('*  x')
  expect(() => formatted(checkout, 'sdk/x.ts', 'const = ;')).toThrow('sdk/x.ts')
})

test('each registered generator goes by its own name', async () => {
  for (const [name, load] of Object.entries(registry)) expect((await load()).generator.name).toBe(name)
})
