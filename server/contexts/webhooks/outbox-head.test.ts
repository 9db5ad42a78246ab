import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { emit, partnerId, transferEnded } from '../../../tests/harness/webhooks.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import { numberEvents } from './delivery-store.ts'
import { OutboxHead } from './outbox-head.ts'
import { visibility } from './visibility.ts'

let bank: Bank
let kernel: Kernel
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
  kernel = bank.running.resources.kernel
})
afterAll(() => bank?.stop())

let made = 0
const fresh = (): string => `outbox-${++made}`

/** The moment of the looks, unless a test says otherwise. */
const atMs = 1_000

async function look(head: OutboxHead, limit = 1_000, nowMs = atMs): Promise<number> {
  const seen = await numberEvents(kernel.pool, {
    from: head.from(nowMs),
    limit,
    now: await kernel.clock.now(),
    visibility,
  })
  head.note(seen)
  return seen.taken
}

/** Emits an event in a transaction that stays open until it is told to end. */
async function emitSlowly(subject: string, amount?: string): Promise<() => Promise<void>> {
  const written = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const ended = transact(kernel, { actor: 'system:test', partnerId }, async work => {
    await commitEffects(work, [{ emit: [transferEnded(subject, amount)] }])
    written.resolve()
    await mayEnd.promise
  })
  await written.promise
  return async () => {
    mayEnd.resolve()
    await ended
  }
}

/** Begins a transaction that has its id by now; it emits an event and ends when it is told to. */
async function beginEarly(): Promise<(subject: string) => Promise<void>> {
  const begun = Promise.withResolvers<void>()
  const subject = Promise.withResolvers<string>()
  const ended = transact(kernel, { actor: 'system:test', partnerId }, async work => {
    await work.sql.query('select pg_current_xact_id()')
    begun.resolve()
    await commitEffects(work, [{ emit: [transferEnded(await subject.promise)] }])
  })
  await begun.promise
  return async own => {
    subject.resolve(own)
    await ended
  }
}

/** Other tests have transactions in the same cluster: it moves when those have ended. */
async function untilAdvanced(head: OutboxHead, beyond: bigint): Promise<void> {
  const advanced = async () => {
    await emit(kernel, [transferEnded(fresh())])
    await look(head)
    return head.from(atMs)
  }
  await expect.poll(advanced).toBeGreaterThan(beyond)
}

const numbered = async (): Promise<string[]> => {
  const { rows } = await bank.database.owner.query<{ subject: string }>(
    'select subject from webhooks.log where partner_id = $1 order by sequence',
    [partnerId],
  )
  return rows.map(row => row.subject)
}

test('looks begin behind what was taken, as soon as nothing can appear below', async () => {
  const head = new OutboxHead()
  expect(head.from(atMs)).toBe(0n)
  await untilAdvanced(head, 0n)
  await untilAdvanced(head, head.from(atMs))
})

test('an event that is committed after later ones, however late, is numbered, and before what follows on its subject', async () => {
  const head = new OutboxHead()
  await untilAdvanced(head, 0n)
  const before = head.from(atMs)
  const subject = fresh()
  const end = await emitSlowly(subject, '1.00')
  for (let n = 0; n < 30; n += 1) {
    await emit(kernel, [transferEnded(fresh())])
    expect(await look(head)).toBe(1)
  }
  // What was reached lies beyond it by now: it may not be begun at.
  const [row] = (await bank.database.owner.query('select last_value from events.outbox_position_seq')).rows
  expect(head.from(atMs)).toBeLessThan(row.last_value - 30n)
  expect(head.from(atMs)).toBeGreaterThanOrEqual(before)
  await end()
  await emit(kernel, [transferEnded(subject, '2.00')])
  expect(await look(head)).toBe(2)
  expect((await numbered()).slice(-2)).toEqual([subject, subject])
  await untilAdvanced(head, row.last_value)
})

test('a transaction that runs on above all that has ended holds the head back too', async () => {
  const head = new OutboxHead()
  await untilAdvanced(head, 0n)
  const emitEarly = await beginEarly()
  const subject = fresh()
  const end = await emitSlowly(subject, '1.00')
  // Of a lower id and a higher position: when it has ended, nothing above the one that runs has.
  await emitEarly(fresh())
  expect(await look(head)).toBe(1)
  expect(await look(head)).toBe(0)
  await end()
  expect(await look(head)).toBe(1)
  await emit(kernel, [transferEnded(subject, '2.00')])
  expect(await look(head)).toBe(1)
  expect((await numbered()).slice(-2)).toEqual([subject, subject])
})

test('with many slow and quick writers and small looks each event is numbered once, each subject in its order', async () => {
  const head = new OutboxHead()
  const known = (await numbered()).length
  const subjects = Array.from({ length: 6 }, fresh)
  let writing = true
  const writers = subjects.map(async (subject, index) => {
    for (let n = 0; n < 12; n += 1) {
      const end = await emitSlowly(subject, `${n + 1}.00`)
      for (let k = 0; k < index; k += 1) await emit(kernel, [transferEnded(`quick-${index}`)])
      await end()
    }
  })
  const looking = (async () => {
    while (writing || (await look(head, 3)) > 0) await look(head, 3)
  })()
  await Promise.all(writers)
  writing = false
  await looking
  const quick = 12 * (1 + 2 + 3 + 4 + 5)
  expect((await numbered()).slice(known)).toHaveLength(6 * 12 + quick)
  const { rows } = await bank.database.owner.query(
    `select l.subject, e.body from webhooks.log l join events.event e on e.id = l.event_id
     where l.subject = any ($1) order by l.sequence`,
    [subjects],
  )
  for (const subject of subjects) {
    const own = rows.filter(row => row.subject === subject).map(row => JSON.parse(row.body).amount)
    expect(own).toEqual(Array.from({ length: 12 }, (_, n) => `${n + 1}.00`))
  }
  expect((await bank.database.owner.query('select count(*) from events.outbox')).rows[0].count).toBe(0n)
})

test('a row before where looks begin, as a database may have that took over from another, is numbered within a minute', async () => {
  const head = new OutboxHead()
  await untilAdvanced(head, 0n)
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.database.owner.query(
    `with own as (delete from events.outbox returning partner_id, event_id)
     insert into events.outbox (position, partner_id, event_id) overriding system value select 1, partner_id, event_id from own`,
  )
  expect(await look(head)).toBe(0)
  expect(await look(head, 1_000, atMs + 59_999)).toBe(0)
  expect(await look(head, 1_000, atMs + 60_000)).toBe(1)
  expect((await numbered()).at(-1)).toBe(subject)
})
