import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { bodyHashOf } from '../../server/kit/http/keyed.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { JobRunner } from '../../server/kit/jobs/runner.ts'
import { transact } from '../../server/kit/kernel.ts'
import { commitEffects } from '../../server/kit/work/commit.ts'
import { type Beside, startBeside } from '../harness/beside.ts'
import { type Answer, type Bank, type CallOptions, startBank } from '../harness/start-bank.ts'

const soon = { timeout: 20_000 }

let bank: Bank
let beside: Beside
beforeAll(async () => {
  bank = await startBank()
  beside = await startBeside(bank)
})
afterAll(async () => {
  await beside.stop()
  await bank.stop()
  expect([...bank.complaints, ...beside.complaints]).toEqual([])
})

const anne = (externalUserId: string) => ({
  externalUserId,
  email: 'anne@example.com',
  firstName: 'Anne',
  lastName: 'Example',
})

/** A call that another one's unfinished work under the same key may put off, made until it is answered. */
async function untilDone(one: Bank | Beside, path: string, body: unknown, options: CallOptions): Promise<Answer> {
  for (;;) {
    const answer = await one.call('POST', path, body, options)
    if (answer.body.errorCode !== 'P408') return answer
  }
}

/** The same call with the same key at both processes at once: what both answered, and how many of them acted. */
async function race(path: string, body: unknown, idempotencyKey: string): Promise<{ texts: string[]; acted: number }> {
  const options = { key: bank.keys.noKyc, headers: { 'idempotency-key': idempotencyKey } }
  const answers = await Promise.all([bank, beside, bank, beside].map(one => untilDone(one, path, body, options)))
  const acted = answers.filter(answer => answer.headers.get('idempotent-replayed') === null)
  return { texts: answers.map(answer => answer.text), acted: acted.length }
}

test('the same key at two processes at once opens one user, and both answer the same', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `anne-${n}`)
  const races = await Promise.all(names.map(name => race('/v1/user/balances/crypto', anne(name), `open-${name}`)))
  for (const { texts, acted } of races) {
    expect(texts[0]).toContain('userId')
    expect(new Set(texts).size).toBe(1)
    expect(acted).toBe(1)
  }
  const { rowCount } = await bank.database.owner.query(`select from users.user where external_user_id like 'anne-%'`)
  expect(rowCount).toBe(names.length)
})

test('the same key at two processes at once moves money once, and both answer the same', async () => {
  const body = { destinationExternalUserId: 'anne-0', amount: '1.00', currency: 'eur' }
  const races = await Promise.all(Array.from({ length: 40 }, (_, n) => race('/v1/transfer', body, `pay-${n}`)))
  for (const { texts, acted } of races) {
    expect(texts[0]).toContain('transferId')
    expect(new Set(texts).size).toBe(1)
    expect(acted).toBe(1)
  }
  const { rows } = await bank.database.owner.query(`select count(*), sum(units) from transfers.transfer`)
  expect(rows).toEqual([{ count: 40n, sum: 4_000n }])
})

test('of two processes that act under one key at the same time, both answer with what was kept', async () => {
  const [path, body] = ['/v1/simulate/rate', { currency: 'btc', eurPrice: '50000' }]
  const claim = { key: 'rate-0', path, method: 'POST', hash: bodyHashOf(body) }
  const kept = JSON.stringify({ currency: 'btc', eurPrice: '50000', timestamp: '2026-03-02T09:30:00.000Z' })
  const other = await bank.database.owner.connect()
  await other.query('begin')
  await other.query(
    `insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
     values ($1, $2, $3, $4, decode($5, 'hex'), 200, $6, 'other', now())`,
    [demoPartners.noKyc.id, claim.key, claim.method, claim.path, claim.hash, kept],
  )
  const options = { key: bank.keys.noKyc, headers: { 'idempotency-key': claim.key } }
  const answering = bank.call('POST', path, body, options)
  const waits = async () =>
    (
      await bank.database.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'work.idempotency'`,
      )
    ).rowCount
  await expect.poll(waits, soon).toBe(1)
  await other.query('commit')
  other.release()
  const answer = await answering
  expect(answer.text).toBe(kept)
  expect(answer.headers.get('idempotent-replayed')).toBe('true')
})

test('the same key with another body at the other process is refused, and changes nothing', async () => {
  const options = { key: bank.keys.noKyc, headers: { 'idempotency-key': 'pay-0' } }
  const body = { destinationExternalUserId: 'anne-0', amount: '2.00', currency: 'eur' }
  expect(await beside.call('POST', '/v1/transfer', body, options)).toMatchObject({
    status: 409,
    body: { errorCode: 'P409' },
  })
})

test('a key revoked at one process opens nothing at the other a second later', async () => {
  const made = await bank.call('POST', '/v1/partner/api-keys', { name: 'short-lived', scopes: ['read'] })
  const key: string = made.body.apiKey
  const use = (one: Bank | Beside) => one.call('GET', '/v1/partner/fees', undefined, { key })
  expect((await use(beside)).status).toBe(200)
  expect((await bank.call('DELETE', `/v1/partner/api-keys/${made.body.keyId}`)).status).toBe(200)
  const revokedAtMs = elapsedMs()
  expect((await use(bank)).status).toBe(401)
  let lastLetInMs = revokedAtMs
  for (;;) {
    const sentAtMs = elapsedMs()
    const { status } = await use(beside)
    if (status === 401) break
    lastLetInMs = sentAtMs
  }
  expect(lastLetInMs - revokedAtMs).toBeLessThan(1_000)
})

test('two runners carry out each job once, and share them', async () => {
  const done: { runner: number; key: string }[] = []
  const runners = [bank, beside].map(
    ({ running }, runner) =>
      new JobRunner(running.resources.kernel, [
        {
          kind: 'test.once',
          async run({ key }) {
            done.push({ runner, key })
            // As long as a small piece of work takes: whoever has no room leaves the rest to the other.
            await running.resources.kernel.pool.query('select pg_sleep(0.005)')
          },
        },
      ]),
  )
  const { kernel } = bank.running.resources
  const jobs = Array.from({ length: 200 }, (_, n) => ({ kind: 'test.once', key: String(n), payload: {} }))
  await transact(kernel, { actor: 'test', partnerId: demoPartners.kyc.id }, work =>
    commitEffects(work, [{ then: jobs }]),
  )
  for (const runner of runners) await runner.start()
  const left = async () =>
    (await bank.database.owner.query(`select from jobs.job where kind = 'test.once'`)).rowCount ?? 0
  await expect.poll(left, soon).toBe(0)
  for (const runner of runners) await runner.stop()
  expect(done.map(({ key }) => key).toSorted()).toEqual(jobs.map(({ key }) => key).toSorted())
  expect(new Set(done.map(({ runner }) => runner))).toEqual(new Set([0, 1]))
})

test('a job whose holder died is taken by the other when its lease runs out, and not before', async () => {
  const { kernel } = bank.running.resources
  await bank.database.owner.query(
    `insert into jobs.job (id, partner_id, kind, key, payload, state, due_at, attempt, lease_until, leased_by, actor, created_at)
     values ($1, $2, 'test.orphan', 'one', '{}', 'running', now(), 1, clock_timestamp() + interval '1500 milliseconds', $1, 'test', now())`,
    [uuidv7(new Date()), demoPartners.kyc.id],
  )
  const begunAtMs = elapsedMs()
  const attempts: { number: number; afterMs: number }[] = []
  const runner = new JobRunner(kernel, [
    {
      kind: 'test.orphan',
      run: job => {
        attempts.push({ number: job.attempt, afterMs: elapsedMs() - begunAtMs })
        return Promise.resolve()
      },
    },
  ])
  await runner.start()
  await expect.poll(() => attempts.length, soon).toBe(1)
  await runner.stop()
  // Our stopwatch starts when the lease is already written.
  expect(attempts[0]?.number).toBe(2)
  expect(attempts[0]?.afterMs).toBeGreaterThan(1_000)
})
