import { realpathSync } from 'node:fs'
import { Client, DatabaseError } from 'pg'
import { foreignCluster } from './cluster.ts'
import type { Place } from './place.ts'

/** What a server answers: `ready`; `busy` (starting, recovering, stopping: wait); `silent` (no answer at all). */
export type Health = 'ready' | 'busy' | 'silent'

const PROBE_TIMEOUT_MS = 2_000

/** Operator intervention (starting, stopping, recovering), insufficient resources, lost connections: alive, but not for us now. */
const PASSING_CLASSES = new Set(['57', '53', '08'])
/** No such role or no line for it in pg_hba.conf; no such database; what the role may not do. */
const FOREIGN_CLASSES = new Set(['28', '3D', '42'])

/** The server answers, and what it says will not change by waiting: the message is for whoever runs it. */
class Refusing extends Error {
  override readonly name = 'Refusing'
}

/**
 * Asks the server at `url` whether it serves the cluster of `place`.
 * Throws when it refuses us, serves another cluster, or is broken: waiting would not help.
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
    throw new Refusing(`Port of ${place.clusterDir} is served by a PostgreSQL on ${dir}`)
  } catch (error) {
    if (error instanceof Refusing) throw error
    // Only what the server itself said has a meaning here; sockets that fail have codes too.
    if (!(error instanceof DatabaseError)) return 'silent'
    if (PASSING_CLASSES.has(error.code?.slice(0, 2) ?? '')) return 'busy'
    throw refusal(error, place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function refusal(cause: DatabaseError, place: Place): Refusing {
  const { clusterDir, dataDir } = place
  const { code = '', message } = cause
  const text =
    code === '28P01'
      ? `The server on ${clusterDir} refuses the password of ${dataDir}/owner-password. Stop it and remove that file: the next start sets a new one.`
      : FOREIGN_CLASSES.has(code.slice(0, 2))
        ? foreignCluster(place, message)
        : `The server on ${clusterDir} runs, but is broken: ${message} (${code})`
  return new Refusing(text, { cause })
}
