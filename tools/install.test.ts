import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

// A checkout of two packages of its own, so that npm needs no network.
const PACKAGE = { name: 'x', version: '1.0.0', dependencies: { a: 'file:a' }, devDependencies: { b: 'file:b' } }

// npm alone takes a second a call, and many on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let root = ''
const at = (path: string) => join(root, path)
const write = (path: string, content: unknown) => {
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), typeof content === 'string' ? content : JSON.stringify(content))
}
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  npm_config_cache: at('.cache'),
  npm_config_registry: 'http://127.0.0.1:9',
  npm_config_fetch_retries: '0',
  npm_config_omit: '',
  // Under npx it names the real checkout, whose packages `npm ci` would then delete.
  npm_config_local_prefix: root,
  NODE_ENV: '',
  ...more,
})
const npm = (...args: string[]) => {
  const result = spawnSync('npm', args, { cwd: root, env: environment(), encoding: 'utf8' })
  expect(result.status, result.stderr).toBe(0)
}
const install = (more?: NodeJS.ProcessEnv) => {
  const result = spawnSync(process.execPath, [at('tools/install.mjs')], { env: environment(more), encoding: 'utf8' })
  return { code: result.status, out: result.stdout, err: result.stderr }
}

const makeCheckout = () => {
  root = mkdtempSync(join(tmpdir(), 'florin-install-'))
  mkdirSync(at('tools'))
  copyFileSync(join(import.meta.dirname, 'install.mjs'), at('tools/install.mjs'))
  write('package.json', PACKAGE)
  write('a/package.json', { name: 'a', version: '1.0.0' })
  write('b/package.json', { name: 'b', version: '1.0.0' })
}
const removeCheckout = () => rmSync(root, { recursive: true, force: true })

// npm takes a second to write it, and it is always the same.
let lockFile = ''
beforeAll(() => {
  makeCheckout()
  npm('install', '--package-lock-only')
  lockFile = readFileSync(at('package-lock.json'), 'utf8')
  removeCheckout()
})
beforeEach(() => {
  makeCheckout()
  write('package-lock.json', lockFile)
})
afterEach(removeCheckout)

test('what is missing is installed once, and again when the lock file changes', () => {
  const first = install()
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toContain('installing dependencies')
  expect(existsSync(at('node_modules/a/package.json')) && existsSync(at('node_modules/b/package.json'))).toBe(true)
  expect(install()).toEqual({ code: 0, out: '', err: '' })

  write('c/package.json', { name: 'c', version: '1.0.0' })
  write('package.json', { ...PACKAGE, dependencies: { a: 'file:a', c: 'file:c' } })
  npm('install', '--package-lock-only')
  expect(install().out).toContain('installing dependencies')
  expect(existsSync(at('node_modules/c/package.json'))).toBe(true)
})

test('an install made by hand is recognised, half of one is not', () => {
  npm('ci')
  expect(install()).toEqual({ code: 0, out: '', err: '' })
  rmSync(at('node_modules'), { recursive: true })
  npm('ci', '--omit=dev')
  expect(install().out).toContain('installing dependencies')
  expect(existsSync(at('node_modules/b/package.json'))).toBe(true)
})

test('in production development packages are left out, and come when they are asked for', () => {
  expect(install({ NODE_ENV: 'production' })).toMatchObject({ code: 0, err: '' })
  expect(existsSync(at('node_modules/a/package.json'))).toBe(true)
  expect(existsSync(at('node_modules/b'))).toBe(false)
  expect(install({ NODE_ENV: 'production' }).out).toBe('')
  expect(install().out).toContain('installing dependencies')
  expect(existsSync(at('node_modules/b/package.json'))).toBe(true)
  expect(install({ NODE_ENV: 'production' }).out).toBe('')
})

test('of two at the same time one installs and the other waits', async () => {
  const run = () =>
    new Promise<{ code: number | null; out: string }>(done => {
      const child = spawn(process.execPath, [at('tools/install.mjs')], { env: environment() })
      let out = ''
      child.stdout.on('data', text => {
        out += text
      })
      child.once('close', code => done({ code, out }))
    })
  const both = await Promise.all([run(), run()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.filter(({ out }) => out.includes('npm ci'))).toHaveLength(1)
  expect(existsSync(at('.install.lock'))).toBe(false)
})

test('the lock of a process that died is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  write('.install.lock', String(pid))
  expect(install()).toMatchObject({ code: 0, err: '' })
  expect(existsSync(at('.install.lock'))).toBe(false)
})

test('a registry out of reach is named as the reason', () => {
  const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as { packages: Record<string, object> }
  write('package.json', { ...PACKAGE, dependencies: { a: 'file:a', far: '1.0.0' } })
  lock.packages[''] = { ...PACKAGE, dependencies: { a: 'file:a', far: '1.0.0' } }
  lock.packages['node_modules/far'] = { version: '1.0.0', resolved: 'http://127.0.0.1:9/far/-/far-1.0.0.tgz' }
  write('package-lock.json', lock)
  const { code, err } = install()
  expect(code).toBe(1)
  expect(err).toContain('dependencies are not installed: the npm registry cannot be reached')
})

test('a lock file that does not fit package.json, and one that is missing, are named', () => {
  write('c/package.json', { name: 'c', version: '1.0.0' })
  write('package.json', { ...PACKAGE, dependencies: { a: 'file:a', c: 'file:c' } })
  expect(install()).toMatchObject({ code: 1, err: expect.stringContaining('package-lock.json disagree') })
  rmSync(at('package-lock.json'))
  expect(install()).toMatchObject({ code: 1, err: expect.stringContaining('package-lock.json is missing') })
})

test('a Node of the lock file that cannot run here is taken out of the way', () => {
  npm('ci')
  write('node_modules/.bin/node', 'not a program')
  expect(install()).toMatchObject({ code: 0, out: expect.stringContaining(`using ${process.version}`) })
  expect(existsSync(at('node_modules/.bin/node'))).toBe(false)
})
