import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Beside, startBeside } from '../harness/beside.ts'
import { type Relay, startRelay } from '../harness/relay.ts'
import { type Answer, type Bank, startBank } from '../harness/start-bank.ts'

/*
 * An answer is the truth, also when the database's own answer was lost: a success is in the books once, and after a 503
 * nothing of the request is there.
 */

const soon = { timeout: 20_000 }

let bank: Bank
let relay: Relay
/** The API whose way to the database is the relay. */
let api: Beside
beforeAll(async () => {
  bank = await startBank()
  relay = await startRelay(bank.database.appUrl)
  api = await startBeside(bank, { ROLES: 'api', DATABASE_URL: relay.urlOf(bank.database.appUrl) })
  await open('ann')
})
afterAll(async () => {
  await api.stop()
  await relay.stop()
  await bank.stop()
})

const open = (externalUserId: string, headers = {}): Promise<Answer> =>
  api.call(
    'POST',
    '/v1/user/balances/crypto',
    { externalUserId, email: `${externalUserId}@example.com`, firstName: 'Ann', lastName: 'Example' },
    { key: bank.keys.noKyc, headers },
  )

/** Each amount is sent once, so that the books say of each request what became of it. */
let cents = 0
async function pay(): Promise<{ cents: number; answer: Answer }> {
  cents += 1
  const own = cents
  const body = { destinationExternalUserId: 'ann', amount: `0.${String(own).padStart(8, '0')}`, currency: 'btc' }
  return { cents: own, answer: await api.call('POST', '/v1/transfer', body, { key: bank.keys.noKyc }) }
}

async function booked(amount: number): Promise<number> {
  const { rows } = await bank.database.owner.query<{ count: bigint }>(
    `select count(*) from transfers.transfer t join ledger.entry e on e.partner_id = t.partner_id and e.business_id = t.id
     join ledger.posting p on p.partner_id = e.partner_id and p.entry_id = e.id
     where t.asset = 'btc' and t.units = $1 and p.units = $1`,
    [amount],
  )
  return Number(rows[0]?.count)
}

const users = async (externalUserId: string): Promise<number> =>
  (await bank.database.owner.query('select from users.user where external_user_id = $1', [externalUserId])).rowCount ??
  0

test('a transfer whose commit was answered to nobody is looked up, and answered as booked', async () => {
  relay.lose('answer', 'florin gather', 'gather')
  const one = await pay()
  expect(relay.lost).toBe(true)
  expect(one.answer.text).toContain('transferId')
  expect(await booked(one.cents)).toBe(1)
  const next = await pay()
  expect(next.answer.status).toBe(201)
})

test('a transfer that never reached the database is refused as unavailable, and is not in the books', async () => {
  relay.lose('question', 'florin gather', 'gather')
  const one = await pay()
  expect(one.answer).toMatchObject({ status: 503, body: { errorCode: 'P501' } })
  expect(await booked(one.cents)).toBe(0)
})

test('a lost answer is looked up until the database is back: nobody is told "unavailable" of what was booked', async () => {
  relay.lose('answer', 'florin gather', 'gather')
  const paying = pay()
  await expect.poll(() => relay.lost, { ...soon, interval: 1 }).toBe(true)
  relay.cutOff(true)
  await expect.poll(() => booked(cents), soon).toBe(1)
  // The look-up meets a database that is away more than once.
  await expect
    .poll(() => api.complaints.filter(text => text.includes('cannot say yet')).length, soon)
    .toBeGreaterThan(1)
  relay.cutOff(false)
  const { answer } = await paying
  expect(answer.text).toContain('transferId')
  expect(await booked(cents)).toBe(1)
})

test('while the database is away a transfer is refused at once, and is never booked later', async () => {
  relay.cutOff(true)
  const all = await Promise.all(Array.from({ length: 5 }, pay))
  relay.cutOff(false)
  for (const { answer } of all) expect(answer).toMatchObject({ status: 503, body: { errorCode: 'P501' } })
  await expect.poll(async () => (await pay()).answer.status, soon).toBe(201)
  for (const one of all) expect(await booked(one.cents)).toBe(0)
})

test('with one login for owner and application the lost answer is found too', async () => {
  const other = await startBeside(bank, { ROLES: 'api', DATABASE_URL: relay.urlOf(bank.database.ownerUrl) })
  try {
    relay.lose('answer', 'florin gather', 'gather')
    const body = { destinationExternalUserId: 'ann', amount: '0.5', currency: 'eth' }
    const answer = await other.call('POST', '/v1/transfer', body, { key: bank.keys.noKyc })
    expect(relay.lost).toBe(true)
    expect(answer.text).toContain('transferId')
  } finally {
    await other.stop()
  }
})

test('under load, with its backend killed again and again, every answer about a transfer is true', async () => {
  const answers: { cents: number; answer: Answer }[] = []
  let going = true
  const payer = async (): Promise<void> => {
    while (going) answers.push(await pay())
  }
  const payers = Array.from({ length: 24 }, payer)
  const kill = `select pg_terminate_backend(pid) as ended from pg_stat_activity where application_name = 'florin gather'
    and datname = current_database() and state = 'active'`
  let killed = 0
  // Mostly in the middle of a call: an idle backend has nothing to lose.
  while (killed < 25) killed += (await bank.database.owner.query(kill)).rowCount ?? 0
  const enough = answers.length + 100
  await expect.poll(() => answers.length, soon).toBeGreaterThan(enough)
  going = false
  await Promise.all(payers)

  const { rows } = await bank.database.owner.query<{ units: bigint; count: bigint }>(
    `select units, count(*) from transfers.transfer where asset = 'btc' group by 1`,
  )
  const inBooks = new Map(rows.map(({ units, count }) => [Number(units), Number(count)]))
  const lies = answers.filter(one => (inBooks.get(one.cents) ?? 0) !== (one.answer.status === 201 ? 1 : 0))
  expect(lies).toEqual([])
  const statuses = new Set(answers.map(({ answer }) => answer.status))
  expect([...statuses].filter(status => status !== 201 && status !== 503)).toEqual([])
})

test('a user whose commit was answered to nobody is answered as opened to the same key, and opened once', async () => {
  relay.lose('answer', 'florin', 'commit\0')
  const key = { 'idempotency-key': 'open-ben' }
  // An interactive commit is not looked up: without a key the caller cannot know, and is told to try again.
  expect((await open('ben', key)).status).toBe(503)
  expect(relay.lost).toBe(true)
  const again = await open('ben', key)
  expect(again.text).toContain('userId')
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await users('ben')).toBe(1)
})

test('a user whose commit never reached the database does not exist, and the same key opens it', async () => {
  relay.lose('question', 'florin', 'commit\0')
  const key = { 'idempotency-key': 'open-cid' }
  expect(await open('cid', key)).toMatchObject({ status: 503, body: { errorCode: 'P501' } })
  expect(relay.lost).toBe(true)
  expect(await users('cid')).toBe(0)
  const again = await open('cid', key)
  expect(again.text).toContain('userId')
  expect(again.headers.get('idempotent-replayed')).toBeNull()
})
