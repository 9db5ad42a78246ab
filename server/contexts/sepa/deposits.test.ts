import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { trialBalance } from '../ledger/index.ts'
import { demoPartners } from '../partners/index.ts'
import { ibanOf } from './iban.ts'
import { listSuspense } from './list-suspense.ts'
import { readMessage } from './read-message.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

const range = { country: 'LT', bankCode: '99999' }
const institution = { ...range, accountIban: ibanOf(range, 0n), bic: 'FLRNLT20XXX', holder: 'x', address: 'x' }
const senderIban = 'PL61109010140000071219812874'
const kernel = () => bank.running.resources.kernel
const owner = () => bank.database.owner

const create = (externalUserId: string) =>
  bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })

async function approve(externalUserId: string): Promise<void> {
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
}

async function approved(externalUserId: string): Promise<void> {
  await create(externalUserId)
  await approve(externalUserId)
}

const payIn = (body: Record<string, unknown>, key?: string): Promise<Answer> =>
  bank.call(
    'POST',
    '/v1/simulate/sepa-deposit',
    { senderName: 'Anna Nowak', senderIban, ...body },
    key === undefined ? {} : { key },
  )

const balanceOf = async (externalUserId: string): Promise<string> =>
  (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body.fiatBalances[0].amount

async function historyOf(externalUserId: string): Promise<Record<string, unknown>[]> {
  return (await bank.call('GET', `/v1/user/transaction-history/${externalUserId}`)).body.transactions
}

async function eventsOf(externalUserId: string): Promise<Record<string, unknown>[]> {
  const { body } = await bank.call('GET', `/v1/user/${externalUserId}`)
  const { rows } = await owner().query<{ sealed: Buffer; data_key_id: string; partner_id: string }>(
    `select e.sealed, e.data_key_id, e.partner_id from events.event e join sepa.deposit d on e.subject = d.id::text
     where e.type = 'sepa_deposit.status' and d.owner_id = $1 order by e.id`,
    [body.userId],
  )
  return Promise.all(
    rows.map(async row =>
      JSON.parse((await kernel().vault.open(row.partner_id, row.data_key_id, row.sealed)).toString()),
    ),
  )
}

const suspense = async () => listSuspense({ sql: kernel().pool, vault: kernel().vault }, { limit: 500 })

/** What the ledger says that the bank keeps for us, and what the bank says. */
async function nostro(): Promise<{ ledger: bigint; bank: bigint }> {
  const ledger = (await trialBalance(kernel().pool))
    .filter(({ code }) => code === 'bank-safeguarding')
    .reduce((sum, { units }) => sum + units, 0n)
  const { rows } = await owner().query<{ balance: bigint }>('select balance from sim_bank.account')
  return { ledger, bank: rows[0]?.balance ?? 0n }
}

test('a verified user is paid: the bank tells it, the balance grows, history and event say so once', async () => {
  await approved('anna')
  const { status, body } = await payIn({ externalUserId: 'anna', amount: '150.25' })
  expect(status).toBe(200)
  expect(body.messageId).toMatch(/^[0-9a-f-]{36}$/)
  expect(await balanceOf('anna')).toBe('0.00')
  await bank.advance(5_000)
  expect(await balanceOf('anna')).toBe('150.25')
  const { rows: lines } = await owner().query(
    `select d.code as debit, c.code as credit from sepa.deposit t
     join ledger.entry e on e.partner_id = t.partner_id and e.business_id = t.id
     join ledger.posting p on p.partner_id = e.partner_id and p.entry_id = e.id
     join ledger.account d on d.partner_id = p.partner_id and d.id = p.debit_account
     join ledger.account c on c.partner_id = p.partner_id and c.id = p.credit_account order by p.entry_id, p.line`,
  )
  expect(lines).toEqual([
    { debit: 'bank-safeguarding', credit: 'in-transit-sepa-in' },
    { debit: 'in-transit-sepa-in', credit: 'customer' },
  ])
  const { body: info } = await bank.call('GET', '/v1/sepa-deposit/info/anna')
  expect(await historyOf('anna')).toMatchObject([
    {
      type: 'SEPA_DEPOSIT',
      direction: 'IN',
      status: 'COMPLETED',
      amount: '150.25',
      counterparty: 'Anna Nowak',
      reference: info.title,
      balanceAfter: '150.25',
    },
  ])
  expect(await eventsOf('anna')).toMatchObject([
    {
      externalUserId: 'anna',
      amount: '150.25',
      currency: 'eur',
      senderName: 'Anna Nowak',
      senderIban,
      transferTitle: info.title,
      status: 'SUCCESSFUL',
    },
  ])
  const { rows } = await owner().query<{ row: string }>('select d::text as row from sepa.deposit d')
  for (const { row } of rows) expect(row).not.toMatch(/Nowak|PL6110|RF\d\d/)
})

test('a hundred payments in one message are booked each once, and the books equal those of the bank', async () => {
  await approved('many')
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => payIn({ externalUserId: 'many', amount: `1.${10 + (index % 90)}` })),
  )
  expect(new Set(answers.map(({ body }) => body.messageId)).size).toBe(1)
  await bank.advance(5_000)
  const sum = Array.from({ length: 100 }, (_, index) => 110 + (index % 90)).reduce((total, each) => total + each, 0)
  expect(await balanceOf('many')).toBe((sum / 100).toFixed(2))
  expect(await eventsOf('many')).toHaveLength(100)
  const { ledger, bank: theirs } = await nostro()
  expect(ledger).toBe(theirs)
})

test('a message that the bank delivers twice, under two names, books once', async () => {
  await approved('twice')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'twice', count: 1 })
  await payIn({ externalUserId: 'twice', amount: 20 })
  await bank.advance(5_000)
  const { rows } = await owner().query<{ count: number }>(
    `select count(*)::int as count from sepa.message group by sha256 having count(*) > 1`,
  )
  expect(rows).toEqual([{ count: 2 }])
  expect(await balanceOf('twice')).toBe('20.00')
  expect(await eventsOf('twice')).toHaveLength(1)
})

test('a reader that is stopped between booking and noting it, or never noted anything, books once', async () => {
  await approved('killed')
  await payIn({ externalUserId: 'killed', amount: 7 })
  await bank.advance(5_000)
  expect(await balanceOf('killed')).toBe('7.00')
  const { rows } = await owner().query<{ id: string }>('select id from sepa.message order by id desc limit 1')
  const id = rows[0]?.id ?? ''
  for (const state of ['STORED', 'SOUND']) {
    await owner().query('update sepa.message set state = $2, entries_done = 0 where id = $1', [id, state])
    await readMessage(kernel(), { institution, patience: { days: 10 } }, id)
  }
  expect(await balanceOf('killed')).toBe('7.00')
  expect(await historyOf('killed')).toHaveLength(1)
})

test('a lost answer to the receipt, a bank that is away, and messages out of order lose nothing and double nothing', async () => {
  await approved('rough')
  for (const [fault, count] of [
    ['unavailable', 3],
    ['accept-then-time-out', 1],
    ['out-of-order', 1],
  ]) {
    await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault, count })
  }
  await payIn({ externalUserId: 'rough', amount: 1 })
  await bank.advance(1_500)
  await payIn({ externalUserId: 'rough', amount: 2 })
  await bank.advance(5_000)
  expect(await balanceOf('rough')).toBe('3.00')
})

test('a slow bank is late by the clock', async () => {
  await approved('late')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'slow', count: 1 })
  await payIn({ externalUserId: 'late', amount: 5 })
  await bank.advance(60_000)
  expect(await balanceOf('late')).toBe('0.00')
  await bank.advance(600_000)
  expect(await balanceOf('late')).toBe('5.00')
})

test('the reference finds its owner on the pooled account, however it was typed', async () => {
  const key = bank.keys.noKyc
  for (const [index, mangle] of [
    (text: string) => text,
    (text: string) => text.toLowerCase().replaceAll(/(.{4})/g, '$1 '),
    (text: string) => `Invoice 7, thanks! ${text.slice(0, 9)}-${text.slice(9)}.`,
    (text: string) => text.replaceAll('0', 'O').replaceAll('1', 'l'),
  ].entries()) {
    const externalUserId = `ref-${index}`
    await bank.call(
      'POST',
      '/v1/user/balances/crypto',
      { externalUserId, email: 'k@x.eu', firstName: 'Anna', lastName: 'Nowak' },
      { key },
    )
    const { body } = await bank.call('GET', `/v1/sepa-deposit/info/${externalUserId}`, undefined, { key })
    await payIn({ amount: 3, reference: mangle(body.title) })
    await bank.advance(2_000)
    const { body: balances } = await bank.call('GET', `/v1/user/balances/${externalUserId}`, undefined, { key })
    expect(balances.balances[0]).toMatchObject({ name: 'eur', amount: '3.00' })
  }
})

test('a partner is paid to its own IBAN', async () => {
  const before = (await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount
  await payIn({ amount: '1000' })
  await bank.advance(2_000)
  const after = (await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount
  expect(Number(after) - Number(before)).toBe(1000)
})

test('money that is nobody’s rests in suspense, is listed, and is in the books', async () => {
  const { body } = await payIn({ amount: '12.34', reference: 'for the roof', senderName: 'Jürgen Groß' })
  expect(body.messageId).toBeDefined()
  await bank.advance(2_000)
  expect((await suspense()).filter(({ slip }) => slip.remittance === 'for the roof')).toMatchObject([
    {
      reason: 'unmatched',
      owner: null,
      money: { asset: 'eur', units: 1234n },
      slip: { senderName: 'Jürgen Groß', senderIban },
    },
  ])
  const lines = await trialBalance(kernel().pool, '00000000-0000-0000-0000-000000000000')
  expect(lines.find(({ code, asset }) => code === 'suspense' && asset === 'eur')?.units).toBe(1234n)
  const { ledger, bank: theirs } = await nostro()
  expect(ledger).toBe(theirs)
})

test('what comes in for a user that is not verified waits, and is credited with its approval', async () => {
  await create('early')
  await payIn({ externalUserId: 'early', amount: '50' })
  await bank.advance(2_000)
  expect(await balanceOf('early')).toBe('0.00')
  expect((await suspense()).find(item => item.owner?.externalUserId === 'early')).toMatchObject({
    reason: 'user-not-verified',
  })
  await approve('early')
  expect(await balanceOf('early')).toBe('50.00')
  expect(await eventsOf('early')).toHaveLength(1)
  expect((await suspense()).filter(item => item.owner?.externalUserId === 'early')).toEqual([])
})

test('a suspended user is credited; a deleted one’s money goes back', async () => {
  await approved('paused')
  await bank.call('PATCH', '/v1/user/suspend/paused')
  await payIn({ externalUserId: 'paused', amount: 4 })
  await approved('gone')
  const { body } = await bank.call('GET', '/v1/sepa-deposit/info/gone')
  expect((await bank.call('DELETE', '/v1/user/gone')).status).toBe(200)
  await payIn({ iban: body.iban, reference: 'late rent', amount: 6 })
  await bank.advance(2_000)
  expect(await balanceOf('paused')).toBe('4.00')
  const { rows } = await bank.database.owner.query(
    `select state, suspense_reason, partner_id from sepa.deposit where external_user_id = 'gone'`,
  )
  expect(rows).toMatchObject([{ suspense_reason: 'user-closed', partner_id: demoPartners.kyc.id }])
  expect(rows[0]?.state).toMatch(/RETURN/)
})

test.each([
  [{ amount: '1.001' }, 'P403', 'amount'],
  [{ amount: 0 }, 'P403', 'amount'],
  [{ amount: '1000000000' }, 'P403', 'amount'],
  [{ senderIban: 'PL62109010140000071219812874' }, 'P480', 'wrong check digits'],
  [{ senderIban: 'PL6110901014000007121981287' }, 'P480', 'length'],
  [{ iban: senderIban }, 'P480', 'another bank'],
  [{ externalUserId: 'nobody' }, 'P412', 'User does not exist'],
  [{ senderName: 'half \ud83d' }, 'P403', 'senderName'],
  [{ reference: 'x'.repeat(141) }, 'P403', 'reference'],
])('%j is refused with its code and moves nothing', async (change, code, words) => {
  const before = await owner().query('select count(*) from sim_bank.booking')
  const { body } = await payIn({ amount: 1, ...change })
  expect(body.errorCode).toBe(code)
  expect(body.errorMessage).toContain(words)
  expect((await owner().query('select count(*) from sim_bank.booking')).rows).toEqual(before.rows)
})

test('the books are sound, and nothing was complained about but the bank that was away', async () => {
  expect(await findBreaches(kernel().pool)).toEqual([])
  expect(bank.complaints.filter(line => !line.includes('The bank does not answer'))).toEqual([])
})
