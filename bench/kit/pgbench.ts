import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchDatabase } from './bank.ts'

/** pgbench comes with PostgreSQL's own packages, not with the embedded one. */
export function findPgbench(): string {
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...(existsSync('/usr/lib/postgresql')
      ? readdirSync('/usr/lib/postgresql').map(v => `/usr/lib/postgresql/${v}/bin`)
      : []),
  ]
  const found = folders.map(folder => join(folder, 'pgbench')).find(existsSync)
  if (found === undefined) throw new Error('pgbench is missing: install the postgresql package of your system')
  return found
}

const folder = join(import.meta.dirname, '../baseline')
const accounts = 10_000

export async function prepareBaseline(database: BenchDatabase): Promise<void> {
  const psql = join(findPgbench(), '../psql')
  execFileSync(
    psql,
    ['-qX', '-v', `naccounts=${accounts}`, '-f', join(folder, 'schema.sql'), database.embedded.ownerUrl],
    { stdio: 'pipe' },
  )
}

/** Plain transactions a second, 16 clients, for so many seconds. */
export function runBaseline(database: BenchDatabase, script: 'multi' | 'multi_hot', seconds: number): number {
  const output = execFileSync(
    findPgbench(),
    [
      '-n',
      '-f',
      join(folder, `${script}.pgb`),
      '-c',
      '16',
      '-j',
      '2',
      '-T',
      String(seconds),
      '-M',
      'prepared',
      '-D',
      `naccounts=${accounts}`,
      database.embedded.ownerUrl,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const tps = /tps = ([\d.]+)/.exec(output)
  if (tps?.[1] === undefined) throw new Error(`pgbench said no rate: ${output}`)
  return Number(tps[1])
}
