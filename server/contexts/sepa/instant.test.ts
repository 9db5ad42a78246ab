import { composeIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { trialBalance } from '../ledger/index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  // A Sunday night: no batch goes anywhere.
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-21', '23:00').toISOString() })
})
afterAll(() => bank.stop())

const person = {
  email: 'a@example.com',
  phone: '48500600700',
  firstName: 'Anna',
  lastName: 'Nowak',
  address: 'Prosta 1',
  city: 'Warszawa',
  postCode: '00-001',
  country: 'PL',
  citizenship: 'PL',
}
const owner = () => bank.database.owner
/** At a bank that SCT Inst reaches; the ending is magic. */
const dutch = (ending: string): string => composeIBAN({ countryCode: 'NL', bban: `ABNA041716${ending}` }) ?? ''

const vanish = () => bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'vanish', count: 1 })

/** The user has paid in from the account that it then pays to; `before` happens in between. */
async function paidTo(externalUserId: string, destinationIban: string, before?: () => unknown): Promise<string> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  const deposit = { externalUserId, amount: '100', senderName: 'Anna Nowak', senderIban: destinationIban }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)).text).toContain('messageId')
  await bank.advance(2_000)
  await before?.()
  const body = {
    sourceExternalUserId: externalUserId,
    currency: 'eur',
    amount: '50.00',
    destinationIban,
    transferTitle: 'At once',
  }
  const { body: answer, text } = await bank.call('POST', '/v1/sepa-transfer', body)
  expect(text).toContain('transferId')
  return answer.transferId
}

const details = async (transferId: string) => (await bank.call('GET', `/v1/sepa-transfer/details/${transferId}`)).body
const statusOf = async (transferId: string) => (await details(transferId)).status
const eur = async (externalUserId: string) =>
  (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body.fiatBalances[0].amount
const sentKinds = async (): Promise<Record<string, number>> => {
  const { rows } = await owner().query<{ kind: string; count: number }>(
    'select kind, count(*)::int as count from sepa.outgoing group by 1',
  )
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
}
const bookedAtBank = async (transferId: string): Promise<number> => {
  const { rows } = await owner().query<{ count: number }>(
    `select count(*)::int as count from sim_bank.booking where instruction_id = $1 and direction = 'DBIT'`,
    [transferId.replaceAll('-', '')],
  )
  return rows[0]?.count ?? 0
}

async function expectSoundBooks(): Promise<void> {
  const lines = await trialBalance(bank.running.resources.kernel.pool)
  const sum = (code: string): bigint =>
    lines.filter(line => line.code === code && line.asset === 'eur').reduce((total, { units }) => total + units, 0n)
  const { rows } = await owner().query<{ balance: bigint }>('select balance from sim_bank.account')
  expect([sum('bank-safeguarding'), sum('in-transit-sepa-out')]).toEqual([rows[0]?.balance, 0n])
}

test('a payment to a bank that SCT Inst reaches is final at once, at any hour; to another it waits for the morning', async () => {
  const instant = await paidTo('at-once', dutch('4300'))
  await bank.settle()
  expect(await statusOf(instant)).toBe('SUCCESSFUL')
  expect(await eur('at-once')).toBe('49.00')
  const batch = await paidTo('later', 'DE89370400440532013000')
  await bank.advance(5_000)
  expect(await statusOf(batch)).toBe('PROCESSING')
  expect(await sentKinds()).toEqual({ 'pacs.008.001.08': 1, 'pain.001.001.09': 1 })
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-22', '08:10').toISOString() })
  expect(await statusOf(batch)).toBe('SUCCESSFUL')
  await expectSoundBooks()
})

test('a refusal gives everything back at once, with its reason', async () => {
  const id = await paidTo('refused', dutch('9904'))
  await bank.settle()
  expect(await details(id)).toMatchObject({ status: 'FAILED', error: { status: 'AC04' } })
  expect(await eur('refused')).toBe('100.00')
  await expectSoundBooks()
})

test('a lost answer is asked for after the time limit, and the payment was made once', async () => {
  const id = await paidTo('lost', dutch('9701'), vanish)
  await bank.settle()
  expect(await statusOf(id)).toBe('PROCESSING')
  await bank.advance(11_000)
  expect(await statusOf(id)).toBe('SUCCESSFUL')
  expect(await bookedAtBank(id)).toBe(1)
  expect(await sentKinds()).toMatchObject({ 'pacs.028.001.03': 1 })
  // The booking itself is told by the statement.
  await bank.advance(86_400_000)
  await expectSoundBooks()
})

test('a lost answer was a refusal: the money is given back', async () => {
  const id = await paidTo('lost-no', dutch('9702'))
  await bank.advance(11_000)
  expect(await details(id)).toMatchObject({ status: 'FAILED', error: { status: 'AB05' } })
  expect(await eur('lost-no')).toBe('100.00')
})

test('a payment that never arrived is given back, and nothing was booked', async () => {
  const id = await paidTo('never', dutch('9703'))
  await bank.advance(11_000)
  expect(await details(id)).toMatchObject({ status: 'FAILED', error: { status: 'NOOR' } })
  expect(await bookedAtBank(id)).toBe(0)
  expect(await eur('never')).toBe('100.00')
})

test('as long as nobody knows it stays on its way, and is asked for again', async () => {
  const { 'pacs.028.001.03': before = 0 } = await sentKinds()
  const id = await paidTo('unknown', dutch('9704'), vanish)
  await bank.advance(21_000)
  expect(await statusOf(id)).toBe('PROCESSING')
  await bank.advance(20_000)
  expect(await statusOf(id)).toBe('SUCCESSFUL')
  expect((await sentKinds())['pacs.028.001.03']).toBe(before + 3)
  await bank.advance(86_400_000)
  expect(await bookedAtBank(id)).toBe(1)
  await expectSoundBooks()
})

test('an accepted payment comes back days later', async () => {
  const id = await paidTo('back', dutch('9801'))
  await bank.settle()
  expect(await statusOf(id)).toBe('SUCCESSFUL')
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-31', '10:05').toISOString() })
  expect(await details(id)).toMatchObject({ status: 'RETURNED', error: { status: 'AC01' } })
  expect(await eur('back')).toBe('99.00')
  await expectSoundBooks()
})

test('the books are sound', async () => {
  expect(await findBreaches(bank.running.resources.kernel.pool)).toEqual([])
  const known = ['No answer about an instant payment']
  expect(bank.complaints.filter(line => !known.some(words => line.startsWith(words)))).toEqual([])
})
