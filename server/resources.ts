import { join, resolve } from 'node:path'
import type { Pool } from 'pg'
import { BadConfig, type Config } from './config.ts'
import { masterKeys } from './keys.ts'
import { manualClock, realClock } from './kit/clock/clock.ts'
import { readNow, stamp } from './kit/clock/store.ts'
import type { Kernel } from './kit/kernel.ts'
import type { Log } from './kit/log.ts'
import { makeMetrics } from './kit/metrics.ts'
import { connect, connectionConfig } from './kit/postgres/connect.ts'
import { startEmbedded } from './kit/postgres/embedded.ts'
import { GatherConnection } from './kit/postgres/gather-connection.ts'
import { Listener } from './kit/postgres/listener.ts'
import { migrate } from './kit/postgres/migrate.ts'
import { findCluster } from './kit/postgres/place.ts'
import { ReadConnection } from './kit/postgres/read-connection.ts'
import { userOf } from './kit/postgres/roles.ts'
import type { Sql } from './kit/sql.ts'
import { Vault } from './kit/vault.ts'
import { Gatherer } from './kit/work/gather.ts'
import { type DatabaseSetting, settingOf } from './setting-of.ts'

export interface Resources {
  readonly kernel: Kernel
  /** For the reads that partners make most. */
  readonly reads: Sql
  /** Hears what commits of all processes announce. */
  readonly listener: Listener
  /** Connects as the owner: migrations and backup. */
  readonly ownerUrl: string
  /** Filled by the composition root before anything is written. */
  readonly listeners: Record<string, string[]>
  readonly close: () => Promise<void>
}

export const appRole = 'florin_app'
/** Gathered commits at a time: one that runs, and one that the database may begin when it ends. */
const callsUnderWay = 2

export const migrationsFolder = join(import.meta.dirname, '../migrations')

/** Where the embedded PostgreSQL keeps its data. */
export const postgresFolder = (config: Config): string => join(config.DATA_DIR, 'postgres')

export interface Urls {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly stop: () => Promise<void>
}

/** The database of the settings; the embedded one is started. Its schema is left as it is. */
export async function databaseOf(
  config: Config,
  log: Log,
  { signal, mayMakeDatabase = false }: OpenOptions = {},
): Promise<Urls> {
  if (config.DATABASE_URL !== undefined) {
    return {
      appUrl: config.DATABASE_URL,
      ownerUrl: config.DATABASE_OWNER_URL ?? config.DATABASE_URL,
      stop: () => Promise.resolve(),
    }
  }
  const dataDir = postgresFolder(config)
  if (!findCluster(dataDir).exists) {
    const where = `DATABASE_URL is not given, and there is no database in ${resolve(dataDir)} (DATA_DIR)`
    if (!mayMakeDatabase) throw new BadConfig(`${where}: set the one or the other, or start florin, which makes one`)
    if (config.MODE === 'production') log.warn({ dataDir }, `${where}: a new, empty one is made, for production`)
  }
  const embedded = await startEmbedded({ dataDir, log, appRole, signal })
  return { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, stop: () => embedded.stop() }
}

export interface OpenOptions {
  /** Calls the opening off: what was opened is closed, and the signal's reason thrown. */
  readonly signal?: AbortSignal | undefined
  /** Whether a new embedded database is made where there is none. Else that is refused: a mistyped DATA_DIR would pass for an empty bank. */
  readonly mayMakeDatabase?: boolean
}

/** Opens everything that a process stands on, in order; `close` closes it in reverse. */
export async function openResources(config: Config, log: Log, options: OpenOptions = {}): Promise<Resources> {
  const { signal } = options
  const closers: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  let asked: DatabaseSetting = 'DATABASE_URL'
  try {
    const urls = await databaseOf(config, log, options)
    closers.push(urls.stop)
    // One URL for both jobs: the application then puts the owner's rights aside for each session.
    const isOther = new URL(urls.appUrl).username !== appRole
    if (config.MIGRATE) {
      const appUser = isOther ? await userOf(urls.appUrl) : undefined
      asked = config.DATABASE_OWNER_URL === undefined ? 'DATABASE_URL' : 'DATABASE_OWNER_URL'
      await migrate({ ownerUrl: urls.ownerUrl, folder: migrationsFolder, log, appRole, appUser, signal })
      asked = 'DATABASE_URL'
    }
    signal?.throwIfAborted()
    const session = { url: urls.appUrl, log, ...(isOther ? { role: appRole } : {}) }
    const pool = connect({ ...session, applicationName: 'florin', maxConnections: config.DATABASE_CONNECTIONS })
    closers.push(() => pool.end())
    await checkStamp(pool, config)
    const vault = new Vault({ masters: masterKeys(config), sql: pool })
    const clock = config.CLOCK === 'manual' ? manualClock(pool) : realClock()
    await vault.start(await clock.now())
    const listener = await Listener.start({
      connection: connectionConfig({ ...session, applicationName: 'florin listen' }),
      log,
    })
    closers.push(() => listener.close())
    const links = Array.from(
      { length: callsUnderWay },
      () =>
        new GatherConnection({
          config: connectionConfig({ ...session, applicationName: 'florin gather' }),
          pool,
          log,
        }),
    )
    closers.push(() => Promise.all(links.map(link => link.end())))
    const reads = new ReadConnection({ config: connectionConfig({ ...session, applicationName: 'florin read' }), log })
    closers.push(() => reads.end())
    const listeners: Record<string, string[]> = {}
    const gatherer = new Gatherer({
      links,
      vault,
      listeners,
      log,
      batchSize: config.COMMIT_SHARE,
    })
    closers.push(() => gatherer.stop())
    const metrics = makeMetrics()
    const asksDatabase = () => readNow(pool).then(() => 1)
    metrics.gauge('florin_database_up', 'Whether the database answers: 1 or 0', asksDatabase, 0)
    const kernel = { environment: config.MODE, pool, clock, vault, log, metrics, listeners, gatherer }
    return { kernel, reads, listener, ownerUrl: urls.ownerUrl, listeners, close }
  } catch (error) {
    await close()
    throw settingOf(error, config, asked) ?? error
  }
}

/** A database belongs to one mode and one kind of clock for life: sandbox money must never meet real money. */
async function checkStamp(pool: Pool, config: Config): Promise<void> {
  const inForce = await stamp(pool, { environment: config.MODE, mode: config.CLOCK })
  if (inForce.environment !== config.MODE || inForce.mode !== config.CLOCK) {
    throw new BadConfig(
      `This database was made with MODE=${inForce.environment} CLOCK=${inForce.mode} and cannot be used with ` +
        `MODE=${config.MODE} CLOCK=${config.CLOCK}. Use the same settings, or another database (DATA_DIR or DATABASE_URL).`,
    )
  }
}
