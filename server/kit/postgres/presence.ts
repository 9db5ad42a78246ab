import { Client } from 'pg'

/** The key of the lock by which processes on one embedded cluster see each other. Any constant will do. */
const PRESENCE_KEY = '7306085441894478'

/**
 * A process's presence at an embedded server: a connection that holds a shared advisory lock. PostgreSQL drops it
 * when the process dies, however it dies, so nothing stale can be left behind (a file of process ids could).
 */
export type Presence = {
  /** Gives up our presence; true when no other process is present, so that the server may be stopped. */
  leave(): Promise<boolean>
}

/** Registers this process with the server at `url`. `onLost` is called once when the connection ends unasked. */
export async function announcePresence(url: string, onLost: () => void): Promise<Presence> {
  const client = new Client({ connectionString: url, application_name: 'florin presence', keepAlive: true })
  let leaving = false
  let lost = false
  const lose = () => {
    if (leaving || lost) return
    lost = true
    onLost()
  }
  client.on('error', lose)
  client.on('end', lose)
  try {
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${PRESENCE_KEY})`)
  } catch (error) {
    lost = true
    await client.end().catch(() => undefined)
    throw error
  }
  return {
    async leave() {
      leaving = true
      try {
        await client.query(`select pg_advisory_unlock_shared(${PRESENCE_KEY})`)
        const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock(${PRESENCE_KEY}) as alone`)
        return rows[0]?.alone === true
      } finally {
        await client.end().catch(() => undefined)
      }
    },
  }
}
