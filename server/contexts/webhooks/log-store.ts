import type { EventType } from '@florin/contract/events.ts'
import type { Sql } from '../../kit/sql.ts'

/** An event of a partner's log with what became of it. */
export interface LoggedEvent {
  readonly id: string
  readonly sequence: bigint
  readonly type: EventType
  readonly subject: string
  readonly version: number
  readonly createdAt: Date
  readonly body: string | null
  readonly sealed: Buffer | null
  readonly dataKeyId: string | null
  /** Of the open delivery; undefined where there is none. */
  readonly state: 'due' | 'behind' | 'undelivered' | 'erased' | undefined
  /** Failures since it was opened. */
  readonly attempt: number
  readonly nextAttemptAt: Date | undefined
  readonly attempts: number
  readonly lastAttemptAt: Date | undefined
  /** The first accepted attempt. */
  readonly deliveredAt: Date | undefined
}

interface Row {
  event_id: string
  sequence: bigint
  type: EventType
  subject: string
  version: number
  created_at: Date
  body: string | null
  sealed: Buffer | null
  data_key_id: string | null
  state: LoggedEvent['state'] | null
  attempt: number | null
  next_attempt_at: Date | null
  attempts: bigint
  last_attempt_at: Date | null
  delivered_at: Date | null
}

const eventOf = (row: Row): LoggedEvent => ({
  id: row.event_id,
  sequence: row.sequence,
  type: row.type,
  subject: row.subject,
  version: row.version,
  createdAt: row.created_at,
  body: row.body,
  sealed: row.sealed,
  dataKeyId: row.data_key_id,
  state: row.state ?? undefined,
  attempt: row.attempt ?? 0,
  nextAttemptAt: row.next_attempt_at ?? undefined,
  attempts: Number(row.attempts),
  lastAttemptAt: row.last_attempt_at ?? undefined,
  deliveredAt: row.delivered_at ?? undefined,
})

/** The chosen rows `p (partner_id, sequence)` with all that is known of them, oldest first. */
const withDetail = (chosen: string): string => `
  select l.event_id, l.sequence, l.type, l.subject, e.version, e.created_at, e.body, e.sealed, e.data_key_id,
         d.state, d.attempt, d.next_attempt_at, a.attempts, a.last_attempt_at, a.delivered_at
  from (${chosen}) p
  join webhooks.log l on l.partner_id = p.partner_id and l.sequence = p.sequence
  join events.event e on e.id = l.event_id
  left join webhooks.delivery d on d.partner_id = p.partner_id and d.sequence = p.sequence
  cross join lateral (
    select count(*) as attempts, max(t.at) as last_attempt_at, min(t.at) filter (where t.status between 200 and 299) as delivered_at
    from webhooks.attempt t where t.partner_id = p.partner_id and t.sequence = p.sequence
  ) a
  order by p.sequence`

export interface EventFilter {
  readonly type?: EventType | undefined
  /** Any of them, each once. */
  readonly subjects?: readonly [string, ...string[]] | undefined
  /** Delivered and not under way again; or not. */
  readonly delivered?: boolean | undefined
  /** Only what was numbered after it. */
  readonly after?: bigint | undefined
  readonly upTo?: bigint | undefined
}

const accepted = `exists (select from webhooks.attempt t where t.partner_id = l.partner_id and t.sequence = l.sequence and t.status between 200 and 299)`

/**
 * The sequences that a filter chooses, oldest first, as SQL with its parameters. Each shape walks an index in order:
 * delivered ones that of accepted attempts, undelivered ones those of open deliveries and of unwanted events, the rest
 * the log's own (by type, by subject, or plain). Several subjects are walked side by side, each by itself: an index that
 * is asked for any of them is not in the order of the sequence.
 */
function chosenBy(partnerId: string, filter: EventFilter, limit: number): { text: string; values: unknown[] } {
  const values: unknown[] = [partnerId, filter.after ?? 0n, limit]
  const and = (condition: string, value: unknown): string =>
    value === undefined ? '' : ` and ${condition} $${values.push(value)}`
  const always = and('l.type =', filter.type) + and('l.sequence <=', filter.upTo)
  const subjects = filter.subjects ?? [undefined]
  const walks = subjects.flatMap(subject => walksOf(filter, always + and('l.subject =', subject)))
  const [first = '', ...others] = walks
  if (others.length === 0) return { text: first, values }
  return { text: `select * from (${walks.map(walk => `(${walk})`).join(' union all ')}) u ${end}`, values }
}

const end = 'order by sequence limit $3'

/** The walks that give all that a filter chooses, none of it twice. $1 is the partner, $2 the sequence to begin after, $3 the limit. */
function walksOf({ delivered, subjects }: EventFilter, and: string): string[] {
  const of = (source: 'l' | 'd', condition = ''): string =>
    `select ${source}.partner_id, ${source}.sequence from webhooks.${source === 'l' ? 'log l' : 'delivery d'}` +
    (source === 'l' ? '' : ' join webhooks.log l on l.partner_id = d.partner_id and l.sequence = d.sequence') +
    ` where ${source}.partner_id = $1 and ${source}.sequence > $2${and}${condition} ${end}`
  const notOpen =
    ' and not exists (select from webhooks.delivery d where d.partner_id = l.partner_id and d.sequence = l.sequence)'
  if (delivered === undefined) return [of('l')]
  if (!delivered) return [of('d'), of('l', ` and not l.wanted and not ${accepted}${notOpen}`)]
  if (subjects !== undefined) return [of('l', ` and ${accepted}${notOpen}`)]
  return [
    `select distinct t.partner_id, t.sequence from webhooks.attempt t
      join webhooks.log l on l.partner_id = t.partner_id and l.sequence = t.sequence
      where t.partner_id = $1 and t.sequence > $2 and t.status between 200 and 299${and}${notOpen} ${end}`,
  ]
}

export async function findEvents(
  sql: Sql,
  partnerId: string,
  filter: EventFilter,
  limit: number,
): Promise<LoggedEvent[]> {
  const { text, values } = chosenBy(partnerId, filter, limit)
  const { rows } = await sql.query<Row>(withDetail(text), values)
  return rows.map(eventOf)
}

export async function findEvent(sql: Sql, partnerId: string, eventId: string): Promise<LoggedEvent | undefined> {
  const { rows } = await sql.query<Row>(
    withDetail(
      `select n.partner_id, n.sequence from webhooks.log n
       where n.partner_id = $1 and n.event_id = $2 and n.subject = (select subject from events.event where partner_id = $1 and id = $2)`,
    ),
    [partnerId, eventId],
  )
  return rows[0] && eventOf(rows[0])
}

/** Sequences and types that a filter chooses, oldest first. */
export async function findSequences(
  sql: Sql,
  partnerId: string,
  filter: EventFilter,
  limit: number,
): Promise<{ sequence: bigint; type: EventType; state: LoggedEvent['state'] }[]> {
  const { text, values } = chosenBy(partnerId, filter, limit)
  const { rows } = await sql.query<{ sequence: bigint; type: EventType; state: LoggedEvent['state'] | null }>(
    `select l.sequence, l.type, d.state from (${text}) p
     join webhooks.log l on l.partner_id = p.partner_id and l.sequence = p.sequence
     left join webhooks.delivery d on d.partner_id = p.partner_id and d.sequence = p.sequence order by l.sequence`,
    values,
  )
  return rows.map(row => ({ ...row, state: row.state ?? undefined }))
}

export interface LoggedAttempt {
  readonly at: Date
  readonly url: string
  readonly status: number | null
  readonly latencyMs: number
  readonly answer: string | null
  readonly sealed: Buffer | null
  readonly dataKeyId: string | null
  readonly error: string | null
}

/** Every attempt to deliver an event, oldest first. */
export async function findAttempts(sql: Sql, partnerId: string, sequence: bigint): Promise<LoggedAttempt[]> {
  const { rows } = await sql.query<{
    at: Date
    url: string
    status: number | null
    latency_ms: number
    answer: string | null
    sealed: Buffer | null
    data_key_id: string | null
    error: string | null
  }>(
    `select at, url, status, latency_ms, answer, sealed, data_key_id, error from webhooks.attempt
     where partner_id = $1 and sequence = $2 order by id`,
    [partnerId, sequence],
  )
  return rows.map(({ latency_ms, data_key_id, ...row }) => ({
    ...row,
    latencyMs: latency_ms,
    dataKeyId: data_key_id,
  }))
}
