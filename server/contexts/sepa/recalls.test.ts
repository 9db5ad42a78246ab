import { composeIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { readCamt029, readCamt056, writeCamt056 } from '../../iso20022/index.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { NIL_ID, uuidv7 } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { insertMail } from '../../rails/sepa-bank/simulator/store.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { trialBalance } from '../ledger/index.ts'
import { answerRecall } from './answer-recall.ts'
import { askRecall } from './ask-recall.ts'
import { ibanOf } from './iban.ts'
import { listRecalls } from './list-recalls.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  await goTo('2027-03-22', '09:00')
})
afterAll(() => bank.stop())

const range = { country: 'LT', bankCode: '99999' }
const institution = {
  ...range,
  accountIban: ibanOf(range, 0n),
  bic: 'FLRNLT20XXX',
  holder: 'Florin UAB',
  address: 'G 1',
}
const kernel = () => bank.running.resources.kernel
const owner = () => bank.database.owner
const goTo = (day: string, time: string) =>
  bank.call('POST', '/v1/simulate/clock', { to: berlinInstant(day, time).toISOString() })
const dutch = (ending: string): string => composeIBAN({ countryCode: 'NL', bban: `ABNA041716${ending}` }) ?? ''
const inWork = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
  transact(kernel(), { actor: 'operator:ada', partnerId: NIL_ID, reason: 'Somebody asked' }, run)

/** A user who has paid in from an account of its own. */
async function funded(externalUserId: string, senderIban: string): Promise<void> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    ...person,
  })
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  const deposit = { externalUserId, amount: '100', senderName: 'Anna Nowak', senderIban }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)).text).toContain('messageId')
  await bank.advance(2_000)
}

async function paid(externalUserId: string, destinationIban: string): Promise<string> {
  await funded(externalUserId, destinationIban)
  const terms = { currency: 'eur', amount: '50.00', destinationIban, transferTitle: 'Oops' }
  const { body } = await bank.call('POST', '/v1/sepa-transfer', { sourceExternalUserId: externalUserId, ...terms })
  await bank.advance(5_000)
  expect((await details(body.transferId)).status).toBe('SUCCESSFUL')
  return body.transferId
}

const details = async (transferId: string) => (await bank.call('GET', `/v1/sepa-transfer/details/${transferId}`)).body
const eur = async (externalUserId: string) =>
  (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body.fiatBalances[0].amount
const recalls = async (isOpen: boolean) => (await inWork(work => listRecalls(work, { isOpen, limit: 200 }))).items

async function messageOf(outgoingId: string | null): Promise<Uint8Array> {
  const { rows } = await owner().query<{ data_key_id: string; sealed: Buffer }>(
    'select data_key_id, sealed from sepa.outgoing where id = $1',
    [outgoingId],
  )
  return kernel().vault.open(NIL_ID, rows[0]?.data_key_id ?? '', rows[0]?.sealed ?? Buffer.alloc(0))
}

async function depositOf(externalUserId: string): Promise<{ id: string; state: string }> {
  const { rows } = await owner().query<{ id: string; state: string }>(
    'select id, state from sepa.deposit where external_user_id = $1',
    [externalUserId],
  )
  return rows[0] ?? { id: '', state: '' }
}

async function recalledIn(externalUserId: string) {
  await funded(externalUserId, dutch('4300'))
  const { id } = await depositOf(externalUserId)
  const body = { depositId: id, reason: 'FRAD' }
  expect((await bank.call('POST', '/v1/simulate/sepa-recall', body)).text).toContain('messageId')
  await bank.advance(3_000)
  const found = (await recalls(true)).find(({ depositId }) => depositId === id)
  expect(found).toMatchObject({ direction: 'IN', reasonCode: 'FRAD', money: { units: 10000n } })
  return found?.id ?? ''
}

async function expectSoundBooks(): Promise<void> {
  const lines = await trialBalance(kernel().pool)
  const sum = (code: string): bigint =>
    lines.filter(line => line.code === code && line.asset === 'eur').reduce((total, { units }) => total + units, 0n)
  const { rows } = await owner().query<{ balance: bigint }>('select balance from sim_bank.account')
  expect([sum('bank-safeguarding'), sum('in-transit-sepa-out')]).toEqual([rows[0]?.balance, 0n])
}

test('a recall that the receiver’s bank refuses ends with its reason, and the payment stays as it is', async () => {
  const transferId = await paid('refused', dutch('9401'))
  const asked = await inWork(work => askRecall(work, { transferId, reasonCode: 'DUPL' }, institution))
  expect(asked).toMatchObject({ direction: 'OUT', state: 'OPEN' })
  expect(await inWork(work => askRecall(work, { transferId, reasonCode: 'CUST' }, institution))).toEqual(asked)
  const message = readCamt056(await messageOf(asked.outgoingId))
  expect(message.underlying[0]?.transactions[0]).toMatchObject({
    originalEndToEndId: transferId.replaceAll('-', ''),
    cancellationReasons: [{ reasonCode: 'DUPL' }],
  })
  await bank.advance(5_000)
  expect((await recalls(false)).find(({ id }) => id === asked.id)).toMatchObject({
    state: 'REFUSED',
    refusalCode: 'CUST',
  })
  expect((await details(transferId)).status).toBe('SUCCESSFUL')
  expect(await eur('refused')).toBe('49.00')
})

test('a recall that is granted brings the payment back', async () => {
  const transferId = await paid('granted', dutch('4301'))
  const { id } = await inWork(work => askRecall(work, { transferId, reasonCode: 'AC03' }, institution))
  await goTo('2027-03-23', '10:05')
  expect(await details(transferId)).toMatchObject({ status: 'RETURNED', error: { status: 'FOCR' } })
  expect(await eur('granted')).toBe('99.00')
  expect((await recalls(false)).find(each => each.id === id)).toMatchObject({ state: 'ACCEPTED' })
  await expect(inWork(work => askRecall(work, { transferId, reasonCode: 'AC03' }, institution))).rejects.toMatchObject({
    code: 'P428',
  })
  await expectSoundBooks()
})

test('a payment to us that is wanted back is taken from its owner and returned, if somebody says so', async () => {
  const recallId = await recalledIn('generous')
  await inWork(work => answerRecall(work, { recallId, refusal: undefined }, institution))
  expect(await eur('generous')).toBe('0.00')
  await bank.advance(5_000)
  expect((await depositOf('generous')).state).toBe('RETURNED')
  const { rows } = await owner().query(
    `select units, return_reason from sim_bank.booking where direction = 'DBIT' order by id desc limit 1`,
  )
  expect(rows).toEqual([{ units: 10000n, return_reason: 'FOCR' }])
  const { body } = await bank.call('GET', '/v1/user/transaction-history/generous')
  expect(body.transactions).toMatchObject([
    { type: 'SEPA_DEPOSIT', direction: 'OUT', amount: '100.00', balanceAfter: '0.00' },
    { type: 'SEPA_DEPOSIT', direction: 'IN', amount: '100.00' },
  ])
  await expectSoundBooks()
})

test('one that is refused is answered with the reason, once', async () => {
  const recallId = await recalledIn('stubborn')
  const refused = await inWork(work => answerRecall(work, { recallId, refusal: 'CUST' }, institution))
  const { cancellationDetails } = readCamt029(await messageOf(refused.outgoingId))
  expect(cancellationDetails[0]?.transactions[0]).toMatchObject({
    cancellationStatus: 'RJCR',
    cancellationStatusReasons: [{ reasonCode: 'CUST' }],
    originalTransactionId: expect.stringMatching(/^T/),
  })
  await expect(inWork(work => answerRecall(work, { recallId, refusal: undefined }, institution))).rejects.toMatchObject(
    {
      code: 'P404',
    },
  )
  expect(await eur('stubborn')).toBe('100.00')
})

test('what is spent is not taken; nobody’s answer within fifteen TARGET days is a refusal', async () => {
  const recallId = await recalledIn('spent')
  await bank.call('POST', '/v1/transfer', { sourceExternalUserId: 'spent', amount: '60', currency: 'eur' })
  await expect(inWork(work => answerRecall(work, { recallId, refusal: undefined }, institution))).rejects.toMatchObject(
    {
      code: 'P433',
    },
  )
  expect((await depositOf('spent')).state).toBe('CREDITED')
  // From Tuesday the 23rd over Easter: fifteen TARGET days end on 15 April.
  await goTo('2027-04-15', '11:59')
  expect((await recalls(true)).map(({ id }) => id)).toContain(recallId)
  await goTo('2027-04-15', '12:01')
  expect((await recalls(false)).find(({ id }) => id === recallId)).toMatchObject({
    state: 'REFUSED',
    refusalCode: 'NOAS',
  })
})

/** Another bank's recall that names a payment so; how many recalls of the deposit come of it. */
async function recallsBy(
  depositId: string,
  named: Record<string, unknown>,
  { units = 10_000n }: { units?: bigint } = {},
): Promise<number> {
  const ofDeposit = async () => (await recalls(false)).filter(each => each.depositId === depositId).length
  const before = await ofDeposit()
  const now = await kernel().clock.now()
  const id = uuidv7(now)
  const agent = { agent: { bic: 'SIMBLT20XXX' } }
  const bytes = writeCamt056({
    assignment: { id: id.replaceAll('-', ''), assigner: agent, assignee: agent, creationDateTime: now.toISOString() },
    underlying: [
      {
        transactions: [
          {
            cancellationId: id.replaceAll('-', ''),
            originalInterbankSettlementAmount: { currency: 'EUR', units },
            ...named,
          },
        ],
      },
    ],
  })
  await insertMail(owner(), { id, iban: null, content: bytes, dueAt: now, copies: 1 }, now)
  await bank.settle()
  return (await ofDeposit()) - before
}

test('a recall is about the one payment that the payer’s bank, ours or the payer calls so, and about none where that is not one', async () => {
  const { id } = await depositOf('stubborn')
  const { rows } = await owner().query<{ ours: string; theirs: string; payers: string }>(
    `select d.bank_reference as ours, d.transaction_id as theirs, b.end_to_end_id as payers
     from sepa.deposit d join sim_bank.booking b on b.transaction_id = d.transaction_id where d.id = $1`,
    [id],
  )
  const { ours = '', theirs = '', payers = '' } = rows[0] ?? {}
  expect(await recallsBy(id, { originalTransactionId: theirs })).toBe(1)
  expect(await recallsBy(id, { originalTransactionId: ours })).toBe(1)
  expect(await recallsBy(id, { originalClearingSystemReference: theirs })).toBe(1)
  expect(await recallsBy(id, { originalEndToEndId: payers })).toBe(1)
  expect(await recallsBy(id, { originalTransactionId: 'OF-NOBODY', originalEndToEndId: payers })).toBe(1)
  expect(await recallsBy(id, { originalTransactionId: theirs }, { units: 9_999n })).toBe(0)
  expect(await recallsBy(id, { originalTransactionId: 'OF-NOBODY' })).toBe(0)
  expect(await recallsBy(id, { originalEndToEndId: 'NOTPROVIDED' })).toBe(0)
  // The payer has paid twice under one id.
  await owner().query(
    `update sepa.deposit set end_to_end_index = (select end_to_end_index from sepa.deposit where id = $1) where external_user_id = 'spent'`,
    [id],
  )
  expect(await recallsBy(id, { originalEndToEndId: payers })).toBe(0)
})

test('the books are sound', async () => {
  await expectSoundBooks()
  expect(await findBreaches(kernel().pool)).toEqual([])
  expect(bank.complaints).toEqual([])
})
