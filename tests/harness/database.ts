import type { Pool } from 'pg'
import { inject } from 'vitest'
import { connect } from '../../server/kit/postgres/connect.ts'
import './global-setup.ts'
import { type TestDatabase as Made, makeDatabase, quietLog } from './test-server.ts'

/**
 * A database of a test's own. `pool` runs as the application's role, which may only do what the migrations grant;
 * `owner` may do everything.
 */
export type TestDatabase = Made & { pool: Pool; owner: Pool }

let made = 0

/** Made empty instead of migrated with `{ empty: true }`. Drop it when done: `drop()` also ends both pools. */
export async function createTestDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('testServer')
  const run = server.template.replace(/_template$/, '')
  const name = `${run}_${process.pid}_${++made}`
  const database = await makeDatabase(server, name, empty ? 'template0' : server.template)
  const poolOf = (url: string) => connect({ url, applicationName: name, log: quietLog, maxConnections: 10 })
  const pool = poolOf(database.appUrl)
  const owner = poolOf(database.ownerUrl)
  return {
    ...database,
    pool,
    owner,
    async drop() {
      await Promise.all([pool.end(), owner.end()])
      await database.drop()
    },
  }
}
