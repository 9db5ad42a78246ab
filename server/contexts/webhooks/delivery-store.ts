import type { EventType } from '@florin/contract/events.ts'
import { binaryColumn, type ElementType } from '../../kit/postgres/binary-array.ts'
import type { Sql } from '../../kit/sql.ts'
import type { Lane } from './delivery.ts'

/** A delivery that this process may send while it has the lease of the partner's queue. */
export interface Claimed {
  readonly partnerId: string
  readonly sequence: bigint
  readonly eventId: string
  readonly lane: Lane
  readonly attempt: number
  readonly since: Date
  readonly type: EventType
  readonly version: number
  readonly body: string | null
  readonly sealed: Buffer | null
  readonly dataKeyId: string | null
}

/** A partner's queue whose lease this process has now. */
export interface ClaimedQueue {
  /** In force when this was asked; undefined: the partner has no endpoint. */
  readonly endpointVersion: number | undefined
  readonly deliveries: Claimed[]
}

/** What one worker asks of one partner's queue. */
export interface QueueClaim {
  readonly partnerId: string
  /** How many deliveries at most; with 0 the lease is renewed and nothing else. */
  readonly count: number
  /** What it has already. */
  readonly inHand: Iterable<bigint>
}

interface ClaimedRow {
  partner_id: string
  /** Null, as all that follows but the version: the lease is held, and nothing is due. */
  sequence: bigint | null
  event_id: string
  lane: Lane
  attempt: number
  since: Date
  type: EventType
  version: number
  body: string | null
  sealed: Buffer | null
  data_key_id: string | null
  endpoint_version: number | null
}

/**
 * Takes or renews the leases of partners' queues for `leaseMs` of real time, and takes what is due in them, in no order.
 * By partner; without those whose queue another worker has.
 */
export async function claimDeliveries(
  sql: Sql,
  claim: { now: Date; holder: string; leaseMs: number; queues: readonly QueueClaim[] },
): Promise<Map<string, ClaimedQueue>> {
  const { now, holder, leaseMs, queues } = claim
  const { rows } = await sql.query<ClaimedRow>('select * from webhooks.claim($1, $2, $3, $4, $5, $6)', [
    now,
    holder,
    leaseMs,
    queues.map(queue => queue.partnerId),
    queues.map(queue => queue.count),
    queues.map(queue => rangesOf(queue.inHand)),
  ])
  const byPartner = new Map<string, ClaimedQueue>()
  for (const row of rows) {
    let own = byPartner.get(row.partner_id)
    if (own === undefined) {
      own = { endpointVersion: row.endpoint_version ?? undefined, deliveries: [] }
      byPartner.set(row.partner_id, own)
    }
    if (row.sequence === null) continue
    own.deliveries.push({
      partnerId: row.partner_id,
      sequence: row.sequence,
      eventId: row.event_id,
      lane: row.lane,
      attempt: row.attempt,
      since: row.since,
      type: row.type,
      version: row.version,
      body: row.body,
      sealed: row.sealed,
      dataKeyId: row.data_key_id,
    })
  }
  return byPartner
}

/** Sequences as PostgreSQL's text form of an int8multirange: those that follow each other are one range. */
export function rangesOf(sequences: Iterable<bigint>): string {
  const ranges: [bigint, bigint][] = []
  for (const sequence of [...sequences].sort((a, b) => (a < b ? -1 : 1))) {
    const last = ranges.at(-1)
    if (last !== undefined && sequence === last[1] + 1n) last[1] = sequence
    else ranges.push([sequence, sequence])
  }
  return `{${ranges.map(([first, last]) => `[${first},${last}]`).join()}}`
}

/** The partners for which something can be sent now, and whose queue no other worker has. */
export async function findDuePartners(sql: Sql, now: Date, holder: string): Promise<string[]> {
  const { rows } = await sql.query<{ partner_id: string }>(
    'select find_due as partner_id from webhooks.find_due($1, $2)',
    [now, holder],
  )
  return rows.map(row => row.partner_id)
}

/** Gives up the leases of a worker that stops: others go on at once. */
export async function releaseQueues(sql: Sql, holder: string): Promise<void> {
  await sql.query(
    `with released as (delete from webhooks.lease where holder = $1 returning 1)
     select pg_notify('webhooks', '') where exists (select from released)`,
    [holder],
  )
}

/** What became of a delivery. */
export interface DeliveryResult {
  readonly partnerId: string
  readonly sequence: bigint
  /** `retry`: due again at `next.at`. */
  readonly outcome: 'delivered' | 'retry' | 'undelivered' | 'erased'
  /** Where it goes on after a failure. */
  readonly next?: { readonly lane: Lane; readonly attempt: number; readonly at: Date }
  /** Undefined: nothing was sent. */
  readonly attempt?: {
    readonly id: string
    readonly url: string
    readonly status: number | null
    readonly latencyMs: number
    readonly answer: string | null
    /** The answer under a data key, in its place. */
    readonly sealed: { readonly bytes: Buffer; readonly dataKeyId: string } | undefined
    readonly error: string | null
  }
}

const resultColumns: readonly (readonly [ElementType, (result: DeliveryResult) => unknown])[] = [
  ['uuid', it => it.partnerId],
  ['int8', it => it.sequence],
  ['text', it => it.outcome],
  ['text', it => it.next?.lane],
  ['int4', it => it.next?.attempt],
  ['timestamptz', it => it.next?.at],
  ['uuid', it => it.attempt?.id],
  ['text', it => it.attempt?.url],
  ['int4', it => it.attempt?.status],
  ['int4', it => it.attempt?.latencyMs],
  ['text', it => it.attempt?.answer],
  ['bytea', it => it.attempt?.sealed?.bytes],
  ['uuid', it => it.attempt?.sealed?.dataKeyId],
  ['text', it => it.attempt?.error],
]

/** Writes results in one statement; returns how many waiting deliveries became due by it. */
export async function recordResults(
  sql: Sql,
  { at, results }: { at: Date; results: readonly DeliveryResult[] },
): Promise<number> {
  const rows = results.map(result => resultColumns.map(([, valueOf]) => valueOf(result)))
  const answer = await sql.query<{ led: number }>(
    'select webhooks.record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as led',
    [at, ...resultColumns.map(([type], column) => binaryColumn(type, rows, column))],
  )
  return answer.rows[0]?.led ?? 0
}

/** These wait until then without an attempt: they are more than their server takes, and in the way of others. */
export async function postponeDeliveries(
  sql: Sql,
  postponed: { partnerId: string; sequences: readonly bigint[]; until: Date },
): Promise<void> {
  await sql.query(
    `update webhooks.delivery set next_attempt_at = $3
     where partner_id = $1 and sequence = any ($2) and state = 'due' and next_attempt_at < $3`,
    [postponed.partnerId, postponed.sequences, postponed.until],
  )
}

/** Which types are numbered, and which of them a partner gets without choosing. */
export interface Visibility {
  readonly types: readonly string[]
  readonly unordered: readonly string[]
  readonly always: readonly string[]
  readonly byStatus: readonly string[]
  /** `type:status`. */
  readonly statuses: readonly string[]
}

/** What a look through the outbox came to. Ids of transactions are PostgreSQL's `xid8`. */
export interface OutboxLook {
  /** How many rows left the outbox. */
  readonly taken: number
  readonly opened: number
  /** The highest position that was taken. */
  readonly reached: bigint | undefined
  /** The oldest transaction that ran when the look began. */
  readonly oldestXid: bigint
  /** A transaction that was not there yet when it had looked; nor is any above it. */
  readonly nextXid: bigint
}

/** Numbers up to `limit` events of the outbox at or above `from`, and opens their deliveries. */
export async function numberEvents(
  sql: Sql,
  { from = 0n, limit, now, visibility }: { from?: bigint; limit: number; now: Date; visibility: Visibility },
): Promise<OutboxLook> {
  const { types, unordered, always, byStatus, statuses } = visibility
  const { rows } = await sql.query<{
    taken: bigint
    opened: number
    reached: bigint | null
    oldest: string
    next: string
  }>('select taken, opened, reached, oldest, next from webhooks.number_events($1, $2, $3, $4, $5, $6, $7, $8)', [
    from,
    limit,
    now,
    types,
    unordered,
    always,
    byStatus,
    statuses,
  ])
  const row = rows[0]
  if (row === undefined) throw new Error('webhooks.number_events answers with one row')
  return {
    taken: Number(row.taken),
    opened: row.opened,
    reached: row.reached ?? undefined,
    oldestXid: BigInt(row.oldest),
    nextXid: BigInt(row.next),
  }
}

/** Opens deliveries of these events anew; returns how many. Holds the partner's lock to the end of the transaction. */
export async function replayDeliveries(
  sql: Sql,
  replay: { partnerId: string; sequences: readonly bigint[]; now: Date; unordered: readonly string[] },
): Promise<number> {
  const { rows } = await sql.query<{ opened: number }>('select webhooks.replay($1, $2, $3, $4) as opened', [
    replay.partnerId,
    replay.sequences,
    replay.now,
    replay.unordered,
  ])
  return rows[0]?.opened ?? 0
}

/** What is left to do by `now`: events without a number, deliveries due or being sent; and when the next one is due. */
export async function webhooksOutlook(sql: Sql, now: Date): Promise<{ pending: number; nextDueAt: Date | undefined }> {
  const { rows } = await sql.query<{ pending: bigint; next: Date | null }>(
    `select (select count(*) from events.outbox)
          + (select count(*) from webhooks.delivery where state = 'due' and next_attempt_at <= $1) as pending,
            (select min(next_attempt_at) from webhooks.delivery where state = 'due' and next_attempt_at > $1) as next`,
    [now],
  )
  return { pending: Number(rows[0]?.pending ?? 0), nextDueAt: rows[0]?.next ?? undefined }
}

export interface Lag {
  readonly unnumbered: number
  readonly due: number
  readonly behind: number
  readonly undelivered: number
  /** Opened longest ago among those still under way. */
  readonly oldestSince: Date | undefined
  readonly failingEndpoints: number
}

export async function measureLag(sql: Sql): Promise<Lag> {
  const { rows } = await sql.query<
    Record<'unnumbered' | 'due' | 'behind' | 'undelivered' | 'failing', bigint> & { oldest: Date | null }
  >(
    `select (select count(*) from events.outbox) as unnumbered,
            (select count(*) from webhooks.health) as failing,
            count(*) filter (where state = 'due') as due,
            count(*) filter (where state = 'behind') as behind,
            count(*) filter (where state = 'undelivered') as undelivered,
            min(since) filter (where state in ('due', 'behind')) as oldest
     from webhooks.delivery`,
  )
  const row = rows[0]
  return {
    unnumbered: Number(row?.unnumbered ?? 0),
    due: Number(row?.due ?? 0),
    behind: Number(row?.behind ?? 0),
    undelivered: Number(row?.undelivered ?? 0),
    oldestSince: row?.oldest ?? undefined,
    failingEndpoints: Number(row?.failing ?? 0),
  }
}
