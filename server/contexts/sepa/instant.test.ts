import { composeIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { bookingOfCredit, offerOf } from '../../rails/sepa-bank/simulator/offers.ts'
import { insertMail } from '../../rails/sepa-bank/simulator/store.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { trialBalance } from '../ledger/index.ts'
import { ibanOf } from './iban.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  // A Sunday night: no batch goes anywhere.
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-21', '23:00').toISOString() })
})
afterAll(() => bank.stop())

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

const ourIban = async (externalUserId: string): Promise<string> =>
  (await bank.call('GET', `/v1/sepa-deposit/info/${externalUserId}`)).body.iban

async function verified(externalUserId: string): Promise<string> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  return ourIban(externalUserId)
}

const offer = async (body: Record<string, unknown>): Promise<void> => {
  const terms = { amount: '70', senderName: 'Anna Nowak', senderIban: dutch('4300'), instant: true, ...body }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', terms)).text).toContain('messageId')
  await bank.settle()
}

/** A message that offers this payment. */
async function layDown(units: bigint, transactionId: string): Promise<void> {
  const now = await bank.running.resources.kernel.clock.now()
  const booking = bookingOfCredit(
    {
      money: { asset: 'eur', units },
      senderName: 'Anna Nowak',
      senderIban: dutch('4300'),
      creditorIban: await ourIban('late'),
      remittance: 'Salary',
      isInstant: true,
    },
    transactionId.slice(1),
  )
  const customer = { iban: '', holder: 'Florin UAB', bic: 'FLRNLT20XXX' }
  const id = uuidv7(now)
  const content = offerOf(id, booking, customer, now)
  await insertMail(owner(), { id, iban: null, content, dueAt: now, copies: 1 }, now)
}

/** The same, and the bank counts its seconds from so long ago. */
async function layDownOffer(units: bigint, ago: string): Promise<string> {
  const transactionId = `T${'7'.repeat(32)}`
  await owner().query(
    `insert into sim_bank.offer (reference, booking, accepted_at) values ($1, jsonb_build_object('units', $2::text), clock.now() - $3::interval)`,
    [transactionId, String(units), ago],
  )
  await layDown(units, transactionId)
  return transactionId
}

/** What became of the offers of an amount, with us and with the bank. */
async function offersOf(units: number) {
  const { rows } = await owner().query<{ ours: string; code: string | null; theirs: string | null }>(
    `select o.state as ours, o.refusal_code as code, b.status as theirs
     from sepa.offer o join sim_bank.offer b on b.reference = o.transaction_id where o.units = $1`,
    [units],
  )
  return rows
}

test('an instant payment to us is its owner’s before the bank has booked it, once, also when it is asked and told twice', async () => {
  await verified('paid-at-once')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'twice', count: 2 })
  await offer({ externalUserId: 'paid-at-once' })
  expect(await eur('paid-at-once')).toBe('70.00')
  expect(await offersOf(7000)).toEqual([{ ours: 'ACCEPTED', code: null, theirs: 'ACCP' }])
  const lines = await trialBalance(bank.running.resources.kernel.pool)
  expect(lines.filter(({ code, asset }) => code === 'in-transit-sepa-in' && asset === 'eur')).toMatchObject([
    { units: -7000n },
  ])
  // The notification, then the statement of the day.
  await bank.advance(2_000)
  expect(await offersOf(7000)).toMatchObject([{ ours: 'SETTLED' }])
  await bank.advance(86_400_000)
  expect(await eur('paid-at-once')).toBe('70.00')
  const { rows } = await owner().query(
    `select d.scheme, (select count(*)::int from events.event e where e.subject = d.id::text) as events from sepa.deposit d where units = 7000`,
  )
  expect(rows).toEqual([{ scheme: 'INST', events: 1 }])
  await expectSoundBooks()
})

test('one that could only go back is refused at once, and its money never arrives', async () => {
  const iban = await verified('refusing')
  const nobodys = ibanOf({ country: 'LT', bankCode: '99999' }, 4_000_000_000n)
  await offer({ iban: nobodys, amount: '71' })
  await offer({ externalUserId: 'refusing', senderName: 'Piotr Wolf', senderIban: dutch('4301'), amount: '72' })
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId: 'unverified', ...person })
  await offer({ externalUserId: 'unverified', amount: '73' })
  expect((await bank.call('DELETE', '/v1/user/refusing')).status).toBe(200)
  await offer({ iban, amount: '74', reference: 'Salary' })
  for (const [units, code] of [
    [7100, 'AC01'],
    [7200, 'RR04'],
    [7300, 'AC06'],
    [7400, 'AC04'],
  ] as const) {
    expect(await offersOf(units)).toEqual([{ ours: 'REFUSED', code, theirs: 'RJCT' }])
  }
  const { rows } = await owner().query('select 1 from sepa.deposit where units between 7100 and 7400')
  expect(rows).toEqual([])
  await expectSoundBooks()
})

test('the account of a wrong sender is remembered, and a close name waits for somebody to look', async () => {
  await verified('careful')
  await offer({ externalUserId: 'careful', senderName: 'A. Nowak', senderIban: dutch('4302'), amount: '75' })
  await offer({ externalUserId: 'careful', senderName: 'Piotr Wolf', senderIban: dutch('4303'), amount: '76' })
  const { body } = await bank.call('GET', '/v1/sepa-deposit/contacts/careful')
  expect(body.contacts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ iban: dutch('4302'), status: 'PENDING' }),
      expect.objectContaining({ iban: dutch('4303'), status: 'REJECTED' }),
    ]),
  )
  expect(await eur('careful')).toBe('0.00')
  const { rows } = await owner().query(`select suspense_reason as reason from sepa.deposit where units = 7500`)
  expect(rows).toEqual([{ reason: 'sender-pending' }])
})

test('a yes whose receipt is lost is sent again under its name, and the money is credited once', async () => {
  await verified('receipt')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'accept-then-time-out', count: 3 })
  await offer({ externalUserId: 'receipt', amount: '80' })
  await bank.advance(120_000)
  expect(await offersOf(8000)).toEqual([{ ours: 'SETTLED', code: null, theirs: 'ACCP' }])
  expect(await eur('receipt')).toBe('80.00')
  await expectSoundBooks()
})

test('asked too late, the answer is no; said too late, a yes was never said', async () => {
  await verified('late')
  await bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'slow', count: 1 })
  await offer({ externalUserId: 'late', amount: '77' })
  await bank.advance(700_000)
  expect(await offersOf(7700)).toEqual([{ ours: 'REFUSED', code: 'TM01', theirs: 'RJCT' }])
  // By the bank's watch it took too long, by ours it did not.
  const transactionId = await layDownOffer(7_800n, '1 hour')
  await bank.settle()
  expect(await offersOf(7800)).toEqual([{ ours: 'LAPSED', code: null, theirs: null }])
  expect(await eur('late')).toBe('0.00')
  // It is not asked about twice either.
  await layDown(7_800n, transactionId)
  await bank.settle()
  expect(await offersOf(7800)).toHaveLength(1)
  await expectSoundBooks()
})

test('an accepted payment that the bank does not book for days is a break, until it does', async () => {
  await verified('unbooked')
  await offer({ externalUserId: 'unbooked', amount: '79' })
  const { rows } = await owner().query<{ booking: object }>(
    'delete from sim_bank.booking where units = 7900 returning 1',
  )
  expect(rows).toHaveLength(1)
  await owner().query('update sim_bank.account set balance = balance - 7900')
  await bank.advance(8 * 86_400_000)
  const breaks = async () =>
    (
      await owner().query(
        `select kind, units, resolution from sepa.reconciliation_break where units = 7900 order by id`,
      )
    ).rows
  expect(await breaks()).toEqual([{ kind: 'not-on-statement', units: 7900n, resolution: null }])
  await owner().query(
    `insert into sim_bank.task (due_at, task) select clock.now(), jsonb_build_object('booking', booking, 'returns', null)
     from sim_bank.offer where (booking->>'units')::int = 7900`,
  )
  await bank.advance(5_000)
  expect(await breaks()).toMatchObject([{ resolution: 'The bank has booked it.' }])
  expect(await eur('unbooked')).toBe('79.00')
  await expectSoundBooks()
})

test('the books are sound', async () => {
  expect(await findBreaches(bank.running.resources.kernel.pool)).toEqual([])
  const known = [
    'No answer about',
    'The bank refuses a message of ours',
    'The bank does not answer',
    'A job failed and will',
  ]
  expect(bank.complaints.filter(line => !known.some(words => line.startsWith(words)))).toEqual([])
})
