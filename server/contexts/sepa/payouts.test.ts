import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { readPain001 } from '../../iso20022/index.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { trialBalance } from '../ledger/index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  // A Monday morning: banks are open.
  await bank.call('POST', '/v1/simulate/clock', { to: monday.toISOString() })
})
afterAll(() => bank.stop())

const monday = berlinInstant('2027-03-22', '09:00')
const ownIban = 'PL61109010140000071219812874'
const kernel = () => bank.running.resources.kernel
const owner = () => bank.database.owner
const hours = (count: number): number => count * 3_600_000

async function funded(externalUserId: string, { amount = '100.00', senderIban = ownIban } = {}): Promise<void> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  const deposit = { externalUserId, amount, senderName: 'Anna Nowak', senderIban }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)).text).toContain('messageId')
  await bank.advance(2_000)
}

const pay = (externalUserId: string, change: Record<string, unknown> = {}): Promise<Answer> =>
  bank.call('POST', '/v1/sepa-transfer', {
    sourceExternalUserId: externalUserId,
    currency: 'eur',
    amount: '50.00',
    destinationIban: ownIban,
    transferTitle: 'Withdrawal',
    ...change,
  })

const details = async (transferId: string) => (await bank.call('GET', `/v1/sepa-transfer/details/${transferId}`)).body

const fiatOf = async (externalUserId: string) => {
  const { amount, availableAmount, heldAmount } = (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body
    .fiatBalances[0]
  return { amount, availableAmount, heldAmount }
}

async function eventsOf(transferId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner().query<{ sealed: Buffer; data_key_id: string; partner_id: string }>(
    `select sealed, data_key_id, partner_id from events.event where type = 'sepa_transfer.status' and subject = $1 order by id`,
    [transferId],
  )
  return Promise.all(
    rows.map(async row =>
      JSON.parse((await kernel().vault.open(row.partner_id, row.data_key_id, row.sealed)).toString()),
    ),
  )
}

const statusesOf = async (transferId: string) => (await eventsOf(transferId)).map(({ status }) => status)

const historyOf = async (externalUserId: string) =>
  (await bank.call('GET', `/v1/user/transaction-history/${externalUserId}?type=SEPA_TRANSFER`)).body.transactions

/** What the ledger says of our account, of what is in transit out, and what the bank says. */
async function books(): Promise<{ ledger: bigint; inTransit: bigint; bank: bigint }> {
  const lines = await trialBalance(kernel().pool)
  const sum = (code: string): bigint =>
    lines.filter(line => line.code === code && line.asset === 'eur').reduce((total, { units }) => total + units, 0n)
  const { rows } = await owner().query<{ balance: bigint }>('select balance from sim_bank.account')
  return { ledger: sum('bank-safeguarding'), inTransit: sum('in-transit-sepa-out'), bank: rows[0]?.balance ?? 0n }
}

async function expectSoundBooks(): Promise<void> {
  const { ledger, inTransit, bank: theirs } = await books()
  expect({ ledger, inTransit }).toEqual({ ledger: theirs, inTransit: 0n })
}

test('a withdrawal to the own account is held, ordered, settled and told at each step', async () => {
  await funded('anna')
  const { status, body } = await pay('anna')
  expect(status).toBe(200)
  expect(await fiatOf('anna')).toEqual({ amount: '100.00', availableAmount: '49.00', heldAmount: '51.00' })
  expect(await details(body.transferId)).toMatchObject({
    id: body.transferId,
    type: 'external',
    amount: '50.00',
    transferTitle: 'Withdrawal',
    destinationIban: ownIban,
    receiverFirstName: 'Anna',
    receiverLastName: 'Nowak',
    status: 'PENDING',
    currency: 'eur',
    fee: 1,
    error: null,
    user: { externalUserId: 'anna' },
  })
  await bank.advance(2_000)
  expect(await fiatOf('anna')).toEqual({ amount: '49.00', availableAmount: '49.00', heldAmount: '0.00' })
  await bank.advance(10_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  expect(await statusesOf(body.transferId)).toEqual(['PENDING', 'PROCESSING', 'SUCCESSFUL'])
  expect(await historyOf('anna')).toMatchObject([
    { id: body.transferId, direction: 'OUT', status: 'COMPLETED', amount: '50.00', fee: '1.00', balanceAfter: '49.00' },
  ])
  await expectSoundBooks()
})

test('payments of one window go to the bank in one order, valid to the EPC, each with its own name', async () => {
  await funded('batch', { amount: '500.00' })
  const ids = await Promise.all(
    ['Łódź & co', 'b', 'c'].map(
      async transferTitle => (await pay('batch', { transferTitle, amount: 5 })).body.transferId,
    ),
  )
  await bank.advance(3_000)
  const { rows } = await owner().query<{ data_key_id: string; sealed: Buffer }>(
    `select o.data_key_id, o.sealed from sepa.outgoing o where o.id = (select outgoing_id from sepa.payout where id = $1)`,
    [ids[0]],
  )
  const order = readPain001(await kernel().vault.open(NIL_ID, rows[0]?.data_key_id ?? '', rows[0]?.sealed ?? ''))
  const [instruction] = order.paymentInstructions
  expect(new Set(instruction?.transactions.map(({ endToEndId }) => endToEndId))).toEqual(
    new Set(ids.map(id => id.replaceAll('-', ''))),
  )
  expect(instruction?.transactions.map(each => each.remittanceInformation?.unstructured?.[0])).toContain('Lodz + co')
  expect(instruction?.requestedExecutionDate).toBe('2027-03-22')
  await bank.advance(10_000)
  expect(await fiatOf('batch')).toMatchObject({ amount: '482.00', heldAmount: '0.00' })
  await expectSoundBooks()
})

test('a payment that the bank rejects gives back the amount and the fee, and says why', async () => {
  const iban = 'DE18370400440532019904'
  await funded('rejected', { senderIban: iban })
  const { body } = await pay('rejected', { destinationIban: iban })
  await bank.advance(10_000)
  expect(await details(body.transferId)).toMatchObject({ status: 'FAILED', error: { status: 'AC04' } })
  expect(await fiatOf('rejected')).toEqual({ amount: '100.00', availableAmount: '100.00', heldAmount: '0.00' })
  expect((await eventsOf(body.transferId)).at(-1)).toEqual({
    id: body.transferId,
    status: 'FAILED',
    error: { status: 'AC04', description: "The receiver's account is closed." },
  })
  expect(await historyOf('rejected')).toMatchObject([{ status: 'FAILED' }])
  await expectSoundBooks()
})

test('an accepted payment comes back three business days later, over a holiday, with all that it was and why', async () => {
  const iban = 'DE83370400440532019801'
  await funded('returned', { senderIban: iban })
  const { body } = await pay('returned', { destinationIban: iban })
  await bank.advance(10_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  // Ordered on Monday the 22nd; the 26th is Good Friday. Third business day: Thursday the 25th at ten.
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-25', '09:59').toISOString() })
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  await bank.advance(120_000)
  expect(await details(body.transferId)).toMatchObject({
    status: 'RETURNED',
    amount: '50.00',
    error: { status: 'AC01' },
  })
  expect((await eventsOf(body.transferId)).at(-1)).toMatchObject({
    status: 'RETURNED',
    amount: '50.00',
    error: { status: 'AC01' },
  })
  expect(await fiatOf('returned')).toMatchObject({ amount: '99.00' })
  expect(await historyOf('returned')).toMatchObject([
    { direction: 'IN', status: 'COMPLETED', amount: '50.00', balanceAfter: '99.00' },
    { direction: 'OUT', status: 'COMPLETED', amount: '50.00' },
  ])
  await expectSoundBooks()
})

test('what is ordered after the cut-off before Easter is executed on Tuesday, and comes back when it is asked to', async () => {
  await funded('easter')
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-25', '18:00').toISOString() })
  const { body } = await pay('easter')
  await bank.advance(hours(24 * 4))
  expect((await details(body.transferId)).status).toBe('PROCESSING')
  const early = await bank.call('POST', '/v1/simulate/sepa-return', { transferId: body.transferId, reason: 'AC04' })
  expect(early.body.errorCode).toBe('P428')
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-30', '08:10').toISOString() })
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  const returned = await bank.call('POST', '/v1/simulate/sepa-return', { transferId: body.transferId, reason: 'ms02' })
  expect(returned.status).toBe(200)
  await bank.advance(5_000)
  expect(await details(body.transferId)).toMatchObject({ status: 'RETURNED', error: { status: 'MS02' } })
  expect(await fiatOf('easter')).toMatchObject({ amount: '99.00' })
  await expectSoundBooks()
})

test('orders whose answers are lost, and messages that come twice or in disorder, pay once', async () => {
  await funded('rough')
  for (const [fault, count] of [
    ['accept-then-time-out', 2],
    ['unavailable', 2],
    ['twice', 2],
    ['out-of-order', 2],
  ]) {
    await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault, count })
  }
  const { body } = await pay('rough')
  await bank.advance(120_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  expect(await statusesOf(body.transferId)).toEqual(['PENDING', 'PROCESSING', 'SUCCESSFUL'])
  const { rows } = await owner().query(
    `select count(*)::int as count from sim_bank.booking where direction = 'DBIT' and instruction_id = $1`,
    [body.transferId.replaceAll('-', '')],
  )
  expect(rows).toEqual([{ count: 1 }])
  for (const fault of ['accept-then-time-out', 'unavailable', 'twice', 'out-of-order']) {
    await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault, count: 0 })
  }
  await expectSoundBooks()
})

test('what the bank charges for a payment is a debit that nobody ordered: booked as none of ours, and listed', async () => {
  await funded('charged')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'charge', count: 1 })
  const before = await books()
  const { body } = await pay('charged')
  await bank.advance(5_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  const { rows } = await owner().query('select reason, direction, units from sepa.unexplained_entry')
  expect(rows).toEqual([{ reason: 'debit', direction: 'DBIT', units: 20n }])
  const after = await books()
  expect([after.ledger, after.bank]).toEqual([before.ledger - 5_000n, before.bank - 5_020n])
  // So that the other tests can hold the books against the bank's.
  await owner().query('update sim_bank.account set balance = balance + 20')
})

test('a user cannot be deleted while a payment of it is on its way', async () => {
  await funded('leaving', { amount: '51.00' })
  const { body } = await pay('leaving')
  await bank.advance(2_000)
  expect(await fiatOf('leaving')).toMatchObject({ amount: '0.00' })
  expect((await bank.call('DELETE', '/v1/user/leaving')).body.errorCode).toBe('P486')
  await bank.advance(10_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  expect((await bank.call('DELETE', '/v1/user/leaving')).status).toBe(200)
  // What comes back now is nobody's any more: it waits where somebody sees it, and goes back.
  await bank.call('POST', '/v1/simulate/sepa-return', { transferId: body.transferId, reason: 'AC04' })
  await bank.advance(5_000)
  expect((await details(body.transferId)).status).toBe('RETURNED')
  const { rows } = await owner().query(
    `select state, suspense_reason from sepa.deposit where external_user_id = 'leaving' and state <> 'CREDITED'`,
  )
  expect(rows).toMatchObject([{ suspense_reason: 'user-closed' }])
  await bank.advance(60_000)
  await expectSoundBooks()
})

test('the partner pays from its own balance, to its own account', async () => {
  const deposit = { amount: '30.00', senderName: 'Demo partner with KYC', senderIban: ownIban }
  await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)
  await bank.advance(2_000)
  const { body, status } = await bank.call('POST', '/v1/partner/sepa-transfer', {
    currency: 'EUR',
    amount: 2000.5,
    destinationIban: ownIban,
    transferTitle: 'Payout',
  })
  expect([status, body.errorCode]).toEqual([200, undefined])
  await bank.advance(10_000)
  expect(await details(body.transferId)).toMatchObject({
    status: 'SUCCESSFUL',
    fee: 2,
    user: null,
    companyName: 'Demo partner with KYC',
  })
  await expectSoundBooks()
})

test.each([
  [{ destinationIban: 'DE89370400440532013000' }, 'P488', 'recipient'],
  [{ destinationIban: 'PL62109010140000071219812874' }, 'P480', 'wrong check digits'],
  [{ destinationIban: 'PL6110901014000007121981287' }, 'P480', 'length'],
  [{ destinationIban: 'TR330006100519786457841326' }, 'P480', 'outside SEPA'],
  [{ destinationIban: 'LT219999937596266422' }, 'P480', 'one of ours'],
  [{ amount: '99.50' }, 'P433', 'too low'],
  [{ amount: '50.001' }, 'P403', 'amount'],
  [{ amount: '1000000000' }, 'P403', 'amount'],
  [{ currency: 'btc' }, 'P410', 'currency'],
  [{ sourceExternalUserId: 'nobody' }, 'P412', 'User does not exist'],
  [{ sourceExternalUserId: '' }, 'P403', 'sourceExternalUserId'],
  [{ transferTitle: 'rain \u{1f327}' }, 'P403', 'transferTitle'],
  [{ transferTitle: 'ß'.repeat(100) }, 'P403', 'transferTitle'],
  [{ receiverType: 'NATURAL' }, 'P403', 'receiverType'],
  [{ companyName: 'X' }, 'P403', 'companyName'],
])('%j is refused with its code and moves nothing', async (change, code, words) => {
  if ((await bank.call('GET', '/v1/user/strict')).status !== 200) await funded('strict')
  const { body } = await pay('strict', change)
  expect(body.errorCode).toBe(code)
  expect(body.errorMessage).toContain(words)
  expect(await fiatOf('strict')).toEqual({ amount: '100.00', availableAmount: '100.00', heldAmount: '0.00' })
})

test('who is not verified cannot pay, whatever else is wrong with the order', async () => {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId: 'unverified', ...person })
  for (const change of [{}, { destinationIban: 'DE89370400440532013000' }, { amount: '1' }])
    expect((await pay('unverified', change)).body.errorCode).toBe('P459')
})

test('a suspended user cannot pay; one generation names the source otherwise', async () => {
  await funded('held')
  await bank.call('PATCH', '/v1/user/suspend/held')
  expect((await pay('held')).body.errorCode).toBe('P455')
  expect((await pay('held', { destinationIban: 'DE89370400440532013000' })).body.errorCode).toBe('P455')
  await bank.call('PATCH', '/v1/user/unsuspend/held')
  const { status } = await pay('', { sourceExternalUserId: undefined, externalUserId: 'held' })
  expect(status).toBe(200)
  await bank.advance(10_000)
})

test('money of a wrong sender goes back to it, with a reason; the bank’s books and ours agree', async () => {
  await funded('wrong')
  const deposit = {
    externalUserId: 'wrong',
    amount: '20',
    senderName: 'Piotr Zieliński',
    senderIban: 'DE89370400440532013000',
  }
  await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)
  await bank.advance(10_000)
  const { rows } = await owner().query<{ state: string }>(
    `select state from sepa.deposit where suspense_reason = 'sender-rejected'`,
  )
  expect(rows).toEqual([{ state: 'RETURNED' }])
  const { rows: booked } = await owner().query(
    `select units, creditor_name, creditor_iban, return_reason from sim_bank.booking where direction = 'DBIT' and return_reason is not null
     order by id desc limit 1`,
  )
  expect(booked).toEqual([
    { units: 2000n, creditor_name: 'Piotr Zieliński', creditor_iban: 'DE89370400440532013000', return_reason: 'RR04' },
  ])
  expect(await fiatOf('wrong')).toMatchObject({ amount: '100.00' })
  await expectSoundBooks()
})

test('money that is nobody’s goes back after the configured days, not before', async () => {
  await bank.call('POST', '/v1/simulate/sepa-deposit', {
    amount: '33.33',
    reference: 'for nobody',
    senderName: 'Jan',
    senderIban: ownIban,
  })
  const stateOf = async () =>
    (await owner().query<{ state: string }>(`select state from sepa.deposit where units = 3333`)).rows[0]?.state
  await bank.advance(hours(24 * 9))
  expect(await stateOf()).toBe('IN_SUSPENSE')
  await bank.advance(hours(24 * 5))
  expect(await stateOf()).toBe('RETURNED')
  await expectSoundBooks()
})

test('the books are sound, and nothing was complained about but the bank that was away', async () => {
  expect(await findBreaches(kernel().pool)).toEqual([])
  const known = ['The bank does not answer', 'A job failed and will be tried again']
  expect(bank.complaints.filter(line => !known.some(words => line.startsWith(words)))).toEqual([])
  expect(bank.complaints.filter(line => line.startsWith('A job') && !line.includes('Unavailable'))).toEqual([])
})
