// Installs what package-lock.json asks for, when it is not there yet. Runs before `npm start`, `npm test` and
// `npm run check`, on a fresh clone too: therefore plain JavaScript, no dependencies, any Node from 18 on.
//
// node_modules/.florin-lock says which lock file the folder was made from, so that the usual call (nothing to do)
// costs one hash. A second call at the same time waits for the first.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// Node runs TypeScript without a flag from here on; the lock file brings a newer one for the platforms it knows.
const OLDEST_RUNNING_NODE = [22, 18]
const OLDEST_BUNDLED_NODE = [24, 0]
// An `npm ci` that takes longer has died in a way that leaves its process id to somebody else.
const LOCK_STALE_MS = 30 * 60_000
const POLL_MS = 200

class InstallError extends Error {}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const markFile = join(modules, '.florin-lock')
const lockFile = join(root, '.install.lock')
const bundledNode = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
// Who asks npm for no development tools gets none, and is not given them behind his back.
const lean = process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit ?? '')

function main() {
  const wanted = wantedMark()
  if (!isInstalled(wanted)) {
    withLock(() => {
      if (isInstalled(wanted)) return
      if (!matchesByHand()) npmCi()
      const node = checkBundledNode()
      // npm makes no folder when the lock file asks for nothing.
      mkdirSync(modules, { recursive: true })
      writeFileSync(markFile, `${JSON.stringify({ lock: wanted, dev: !lean, node })}\n`)
    })
  }
  checkNode()
}

function wantedMark() {
  const path = join(root, 'package-lock.json')
  if (!existsSync(path)) throw new InstallError(`${path} is missing: the checkout is not complete.`)
  return createHash('sha256').update(readFileSync(path)).update(`${process.platform}-${process.arch}`).digest('hex')
}

function readMark() {
  try {
    return JSON.parse(readFileSync(markFile, 'utf8'))
  } catch {
    return undefined
  }
}

function isInstalled(wanted) {
  const mark = readMark()
  return mark?.lock === wanted && (mark.dev || lean)
}

/** True when somebody ran `npm ci` himself: npm's own record of what it unpacked agrees with the lock file. */
function matchesByHand() {
  let unpacked
  try {
    unpacked = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
  } catch {
    return false
  }
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  for (const [path, entry] of Object.entries(locked)) {
    if (!path.startsWith('node_modules/')) continue
    const found = unpacked[path]
    const mayBeAbsent = entry.optional || entry.devOptional || (entry.dev && lean)
    if (found ? found.version !== entry.version || found.integrity !== entry.integrity : !mayBeAbsent) return false
    if (found && !existsSync(join(root, path, 'package.json'))) return false
  }
  return Object.keys(unpacked).every(path => !path.startsWith('node_modules/') || path in locked)
}

function npmCi() {
  process.stdout.write('installing dependencies (npm ci, about a minute the first time) …\n')
  const started = Date.now()
  // The lock file's own Node sits first in PATH under npm scripts, and `npm ci` deletes it while it works.
  const path = (process.env.PATH ?? '').split(delimiter).filter(part => !resolve(part).startsWith(modules))
  // Under npx it names the folder of the caller, which would be installed instead of this one.
  const env = { ...process.env, PATH: path.join(delimiter), npm_config_local_prefix: root }
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=optional']
  flags.push(lean ? '--omit=dev' : '--include=dev')
  const result = spawnSync('npm', flags, {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (result.error?.code === 'ENOENT')
    throw new InstallError('npm is not in the PATH. It comes with Node: https://nodejs.org')
  if (result.error) throw new InstallError(`npm could not be started: ${result.error.message}`)
  if (result.status !== 0) throw new InstallError(explain(`${result.stdout}\n${result.stderr}`))
  process.stdout.write(`installed in ${Math.round((Date.now() - started) / 1000)} s\n`)
}

const REASONS = [
  [/EBADPLATFORM|notsup/i, `a dependency has no build for this platform (${process.platform}-${process.arch}).`],
  [
    /EUSAGE|in sync|Missing: .* from lock file/i,
    'package.json and package-lock.json disagree: run `npm install` and commit the lock file.',
  ],
  [
    /EINTEGRITY/i,
    'what the registry sent is not what the lock file expects: empty the cache (`npm cache clean --force`) and check the registry.',
  ],
  [/ENOSPC/i, 'the disk is full.'],
  [/EACCES|EPERM|EROFS/i, `this user may not write in ${root}.`],
  [/E401|E403/i, 'the npm registry refuses this user (401 or 403): check the login in .npmrc.'],
  [/E404|ETARGET/i, 'the npm registry does not have a package of the lock file (a mirror that lags behind?).'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    'the npm registry cannot be reached: no network, or a proxy that npm was not told about.',
  ],
]

const SHOWN_FIRST = 10
const SHOWN_LAST = 8

function explain(output) {
  const lines = output
    .split('\n')
    .filter(line => !/^(npm error)?\s*$/.test(line))
    .map(line => `  ${line}`)
  // The reason is at the top (what follows is npm's usage text), or at the end when a package's own script failed.
  if (lines.length > SHOWN_FIRST + SHOWN_LAST) lines.splice(SHOWN_FIRST, lines.length - SHOWN_FIRST - SHOWN_LAST, '  …')
  const reason = REASONS.find(([pattern]) => pattern.test(output))?.[1] ?? '`npm ci` failed, see above.'
  return [...lines, `dependencies are not installed: ${reason}`].join('\n')
}

/**
 * Version of the Node that the lock file brought, or null where it brings none. One that cannot run here (built for
 * another C library) is taken out of the way, so that npm scripts find the machine's own.
 */
function checkBundledNode() {
  if (!existsSync(bundledNode)) return null
  const run = spawnSync(bundledNode, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
  if (run.status === 0) return run.stdout.trim()
  rmSync(bundledNode, { force: true })
  process.stdout.write(`the Node of the lock file does not run here; using ${process.version} of this machine\n`)
  return null
}

function checkNode() {
  const bundled = readMark()?.node
  if (bundled && existsSync(bundledNode)) {
    if (atLeast(bundled, OLDEST_BUNDLED_NODE)) return
    throw new InstallError(
      `node_modules/.bin/node is ${bundled}, but Node ${OLDEST_BUNDLED_NODE.join('.')} or newer is needed.`,
    )
  }
  if (atLeast(process.version, OLDEST_RUNNING_NODE)) return
  throw new InstallError(
    [
      `Node ${OLDEST_RUNNING_NODE.join('.')} or newer is needed, this is ${process.version}.`,
      `The lock file brings Node 24 for most platforms, but not for ${process.platform}-${process.arch}${lean ? '' : ' (or npm was told to leave out optional packages)'}.`,
      'Install Node 24 (https://nodejs.org) and run the command again.',
    ].join('\n'),
  )
}

function atLeast(version, [major, minor]) {
  const [hasMajor = 0, hasMinor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return hasMajor > major || (hasMajor === major && hasMinor >= minor)
}

function withLock(work) {
  let told = false
  while (!takeLock()) {
    if (!told) process.stdout.write('another process is installing dependencies, waiting …\n')
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS)
  }
  const release = () => rmSync(lockFile, { force: true })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
  process.once('exit', release)
  work()
  release()
}

function takeLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  if (holderIsGone()) {
    // Moved away first, because of several that find a dead holder only one can rename it.
    const aside = `${lockFile}.${process.pid}`
    try {
      renameSync(lockFile, aside)
    } catch {
      return false
    }
    rmSync(aside, { force: true })
  }
  return false
}

function holderIsGone() {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'))
    if (Date.now() - statSync(lockFile).mtimeMs > LOCK_STALE_MS) return true
    // Written a moment ago and still empty: the holder is between creating and filling it.
    if (!holder) return Date.now() - statSync(lockFile).mtimeMs > 5_000
    process.kill(holder, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

try {
  main()
} catch (error) {
  const known = error instanceof InstallError
  const denied = ['EACCES', 'EPERM', 'EROFS'].includes(error.code)
  const text = known ? error.message : denied ? `this user may not write in ${root}: ${error.message}` : error.stack
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
