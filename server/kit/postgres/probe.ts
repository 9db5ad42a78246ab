import { realpathSync } from 'node:fs'
import { Client } from 'pg'
import type { Place } from './place.ts'

/** What a server answers: `ready`; `busy` (starting, recovering, stopping: wait); `silent` (no answer at all). */
export type Health = 'ready' | 'busy' | 'silent'

const PROBE_TIMEOUT_MS = 2_000

/** `57P03 cannot_connect_now`, and `53300 too_many_connections`: alive, but not for us at this moment. */
const BUSY = new Set(['57P03', '53300'])

/**
 * Asks the server at `url` whether it serves the cluster of `place`.
 * Throws when it refuses our password or serves another cluster: waiting would not help.
 */
export async function probe(url: string, place: Place): Promise<Health> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
  })
  client.on('error', () => undefined) // A server that dies after connecting is seen by the query.
  try {
    await client.connect()
    const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`)
    const dir = rows[0]?.dir ?? ''
    if (realpathSync(dir) === realpathSync(place.clusterDir)) return 'ready'
    throw new Error(`Port of ${place.clusterDir} is served by a PostgreSQL on ${dir}`)
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code === '28P01') {
      throw new Error(
        `The server on ${place.clusterDir} refuses the password of ${place.dataDir}/owner-password. Stop it and remove that file: the next start sets a new one.`,
        { cause: error },
      )
    }
    if (BUSY.has(code)) return 'busy'
    if (error instanceof Error && error.message.startsWith('Port of ')) throw error
    return 'silent'
  } finally {
    await client.end().catch(() => undefined)
  }
}
