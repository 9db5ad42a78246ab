import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { limitMax } from '../server/contexts/webhooks/share.ts'
import { type BenchDatabase, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio } from './kit/load.ts'

/*
 * Delivery of a backlog, with leases, signatures, recorded attempts and order, ÷ a bare loop of undici to the same sink
 * with as many calls at once. And: with half of the endpoints hanging, what the others keep.
 * One worker process, as started by `ROLES=worker`; the backlog is put into the tables as the sequencer would.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const events = Number(process.env['BENCH_EVENTS'] ?? 30_000)
const endpointsEach = 10

const body = JSON.stringify({
  transferId: '019c9e5c-6f60-7b3a-8c1d-5a1e6f0b7c21',
  sourceExternalUserId: null,
  destinationExternalUserId: 'customer-17',
  amount: '25.00',
  currency: 'eur',
  status: 'COMPLETED',
  createdAt: '2026-03-02T09:30:00.000Z',
})

class Sink {
  readonly url: string
  readonly #process: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#process = child
    this.url = `http://127.0.0.1:${port}`
  }

  static async start(): Promise<Sink> {
    const child = fork(join(import.meta.dirname, 'kit/sink.ts'))
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new Sink(child, port)
  }

  async count(kind: string): Promise<number> {
    this.#process.send('count')
    const [{ counts }] = (await once(this.#process, 'message')) as [{ counts: Record<string, number> }]
    return counts[kind] ?? 0
  }

  /** Events a second from the first to the `calls`-th that arrive below `kind` beyond those `before`. */
  async rate(kind: string, calls: number, before: number): Promise<number> {
    let startedMs = 0
    let atStart = 0
    for (;;) {
      const seen = (await this.count(kind)) - before
      if (startedMs === 0 && seen > 0) {
        startedMs = performance.now()
        atStart = seen
      }
      if (seen >= calls) return (calls - atStart) / ((performance.now() - startedMs) / 1000)
      await pause(20)
    }
  }

  stop(): void {
    this.#process.disconnect()
  }
}

const partnerOf = (n: number): string => `01980000-0000-7000-8000-${String(1_000 + n).padStart(12, '0')}`

/** With the demo partner's key and secret. Partners 0 … take their events below /take, those from 100 on below /hang. */
async function openEndpoints(database: BenchDatabase, sink: Sink): Promise<void> {
  for (const [from, kind] of [
    [0, 'take'],
    [100, 'hang'],
  ] as const) {
    for (let n = from; n < from + endpointsEach; n += 1) {
      await database.query(
        `with own as (
           select e.* from webhooks.endpoint e order by partner_id limit 1
         ), key as (
           insert into vault.data_key (partner_id, id, wrapped, master_key_id, created_at)
           select $1, k.id, k.wrapped, k.master_key_id, now() from vault.data_key k join own on (k.partner_id, k.id) = (own.partner_id, own.data_key_id)
         )
         insert into webhooks.endpoint (partner_id, url, append_path, overrides, data_key_id, secret, version, created_at, updated_at)
         select $1, $2, true, '{}', data_key_id, secret, 1, now(), now() from own`,
        [partnerOf(n), `${sink.url}/${kind}`],
      )
    }
  }
}

/** A backlog of `count` events in an empty log, spread over the partners, each with a subject of its own. */
async function fill(database: BenchDatabase, partners: readonly string[], count: number, after = 0): Promise<void> {
  await database.query(
    `with made as (
       select n, ($1::uuid[])[1 + n % cardinality($1::uuid[])] as partner_id, uuidv7() as id, uuidv7()::text as subject
       from generate_series($4::int + 1, $4::int + $2::int) n
     ), event as (
       insert into events.event (id, partner_id, type, subject, version, body, actor, created_at)
       select id, partner_id, 'transfer.status', subject, 1, $3, 'system:bench', now() from made
     ), logged as (
       insert into webhooks.log (partner_id, sequence, event_id, type, subject, wanted)
       select partner_id, n, id, 'transfer.status', subject, true
       from made returning partner_id, sequence, event_id, subject
     )
     insert into webhooks.delivery (partner_id, sequence, event_id, subject, lane, state, next_attempt_at, since)
     select partner_id, sequence, event_id, subject, 'ordered', 'due', now(), now() from logged`,
    [partners, count, body, after],
  )
  await database.query('vacuum analyze webhooks.delivery')
}

/** Throws away what hung: it is not measured twice. */
async function clear(database: BenchDatabase): Promise<void> {
  await database.query('truncate webhooks.delivery, webhooks.attempt, webhooks.log, webhooks.health, events.event')
  await database.query('checkpoint')
}

/** The second half of what the sender does: it too is measured when its code is compiled. */
async function bare(sink: Sink, calls: number): Promise<number> {
  const args = [join(import.meta.dirname, 'kit/bare-sender.ts'), `${sink.url}/bare`, 2 * calls, limitMax, body]
  const before = await sink.count('bare')
  const [rate] = await Promise.all([
    sink.rate('bare', calls, before + calls),
    promisify(execFile)(process.execPath, args.map(String)),
  ])
  return rate
}

const takers = (count: number): string[] => Array.from({ length: count }, (_, n) => partnerOf(n))
const hangers = Array.from({ length: endpointsEach }, (_, n) => partnerOf(100 + n))

async function deliver(database: BenchDatabase, sink: Sink, partners: readonly string[]): Promise<number> {
  const before = await sink.count('take')
  await fill(database, partners, events)
  const counting = sink.rate('take', events, before)
  await database.query(`select pg_notify('webhooks', '')`)
  const rate = await counting
  await pause(500)
  return rate
}

const database = await startDatabase()
const sink = await Sink.start()
const worker = await startBankProcess(database, { ROLES: 'api,worker', DEMO_WEBHOOK_URL: sink.url })
await openEndpoints(database, sink)

// Fills plans, opens connections, and gives the worker's code time to be compiled.
for (const endpoints of [1, endpointsEach, 1, endpointsEach]) {
  await deliver(database, sink, takers(endpoints))
  await clear(database)
}
await bare(sink, events)

const ratios: Record<'one' | 'many' | 'hanging', number[]> = { one: [], many: [], hanging: [] }
for (let round = 1; round <= rounds; round += 1) {
  const plain = await bare(sink, events)
  const one = await deliver(database, sink, takers(1))
  await clear(database)
  const many = await deliver(database, sink, takers(endpointsEach))
  await clear(database)
  await fill(database, hangers, 2_000, events)
  const withHanging = await deliver(database, sink, takers(endpointsEach))
  await clear(database)
  ratios.one.push(one / plain)
  ratios.many.push(many / plain)
  ratios.hanging.push(withHanging / many)
  console.log(
    `round ${round}: bare ${plain.toFixed(0)}/s, one endpoint ${one.toFixed(0)}/s, ${endpointsEach} endpoints ${many.toFixed(0)}/s, with ${endpointsEach} more that hang ${withHanging.toFixed(0)}/s`,
  )
}
printRatio('webhooks to one endpoint ÷ bare sender', ratios.one, '≥ 0.7', ratio => ratio >= 0.7)
printRatio(`webhooks to ${endpointsEach} endpoints ÷ bare sender`, ratios.many, '≥ 0.7', ratio => ratio >= 0.7)
printRatio('the others while half of the endpoints hang ÷ alone', ratios.hanging, '≥ 0.95', ratio => ratio >= 0.95)
await worker.stop()
sink.stop()
await database.stop()
