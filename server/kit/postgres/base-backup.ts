import { Readable } from 'node:stream'
import { Client, type Connection } from 'pg'
import { sqlState } from './connect.ts'

/** What a base backup is, apart from its bytes. LSNs are positions in the write-ahead log, e.g. `0/3000028`. */
export type BaseBackupEnd = { startLsn: string; endLsn: string; manifest: Buffer }

/** Copy-data messages begin with one of these (PostgreSQL documentation, section "Streaming Replication Protocol"). */
const ARCHIVE = 'n'.charCodeAt(0)
const MANIFEST = 'm'.charCodeAt(0)
const PAYLOAD = 'd'.charCodeAt(0)

type DataRow = { fields: (string | null)[] }
type CopyData = { chunk: Buffer }

/**
 * The BASE_BACKUP command as `pg` runs a query of our own: the archive comes out of `archive` at the pace it is read,
 * `ended` tells the rest. Both fail with the server's error.
 */
class BaseBackupQuery {
  readonly archive: Readable
  readonly ended: Promise<BaseBackupEnd>
  readonly #command: string
  readonly #resolve: (end: BaseBackupEnd) => void
  readonly #reject: (error: Error) => void
  readonly #rows: (string | null)[][] = []
  readonly #manifest: Buffer[] = []
  #archives = 0
  #inManifest = false
  #connection: Connection | undefined

  constructor(command: string) {
    this.#command = command
    const { promise, resolve, reject } = Promise.withResolvers<BaseBackupEnd>()
    this.ended = promise
    this.ended.catch(() => undefined) // The reader of `archive` may fail first.
    this.#resolve = resolve
    this.#reject = reject
    this.archive = new Readable({ highWaterMark: 1 << 20, read: () => this.#connection?.stream.resume() })
    this.archive.on('error', () => undefined)
  }

  submit(connection: Connection): void {
    this.#connection = connection
    ;(connection as Connection & { query(text: string): void }).query(this.#command)
  }

  handleCopyData({ chunk }: CopyData, connection: Connection): void {
    // The parser's buffer is used again for the next packet.
    const payload = Buffer.from(chunk.subarray(1))
    if (chunk[0] === ARCHIVE) this.#archives++
    if (chunk[0] === ARCHIVE || chunk[0] === MANIFEST) this.#inManifest = chunk[0] === MANIFEST
    if (chunk[0] !== PAYLOAD) return
    if (this.#inManifest) this.#manifest.push(payload)
    else if (this.#archives === 1 && !this.archive.push(payload)) connection.stream.pause()
  }

  handleDataRow({ fields }: DataRow): void {
    this.#rows.push(fields)
  }

  handleReadyForQuery(): void {
    // Rows in order: where it starts, one a tablespace (the main one has no id), where it ends.
    const [start, ...rest] = this.#rows
    const end = rest.pop()
    if (rest.length > 1) return this.handleError(new Error(TABLESPACES))
    this.archive.push(null)
    this.#resolve({ startLsn: start?.[0] ?? '', endLsn: end?.[0] ?? '', manifest: Buffer.concat(this.#manifest) })
  }

  handleError(error: Error): void {
    this.archive.destroy(error)
    this.#reject(error)
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}

const TABLESPACES =
  'The cluster has tablespaces outside of its data folder: use a logical backup, or one of PostgreSQL’s own tools'

function replicationClient(url: string): Client {
  const config = { connectionString: url, application_name: 'florin backup', replication: 'true' }
  const client = new Client(config)
  client.on('error', () => undefined) // The command under way reports it.
  return client
}

/**
 * Streams a base backup of a whole cluster, consistent at its end while others write, over the replication protocol
 * (what pg_basebackup does, which does not come with the embedded server). `receive` gets the tar archive, which
 * includes the write-ahead log that makes it consistent.
 * Throws when `url`'s user may not replicate or when the cluster has tablespaces of its own.
 */
export async function streamBaseBackup(
  url: string,
  label: string,
  receive: (archive: Readable) => Promise<unknown>,
): Promise<BaseBackupEnd> {
  const keeper = replicationClient(url)
  const client = replicationClient(url)
  try {
    await keeper.connect().catch(explain)
    // Without a slot a checkpoint during the backup could remove log that the backup still needs.
    const slot = `florin_backup_${process.pid}_${Math.trunc(performance.now())}`
    await keeper.query(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL (RESERVE_WAL)`)
    await client.connect()
    const options = [
      `LABEL '${label.replaceAll("'", "''")}'`,
      `CHECKPOINT 'fast'`,
      'WAL true',
      `MANIFEST 'yes'`,
      `MANIFEST_CHECKSUMS 'SHA256'`,
    ]
    const query = client.query(new BaseBackupQuery(`BASE_BACKUP (${options.join(', ')})`))
    await receive(query.archive)
    return await query.ended
  } finally {
    await Promise.all([client, keeper].map(each => each.end().catch(() => undefined)))
  }
}

function explain(cause: unknown): never {
  const state = sqlState(cause)
  if (state !== '28000' && state !== '42501') throw cause
  throw new Error(
    `The server does not let this user replicate (${(cause as Error).message}): give it REPLICATION and a line in pg_hba.conf, or use a logical backup`,
    { cause },
  )
}
