import { composeIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { reading } from '../../kit/kernel.ts'
import { answerPayee } from './answer-payee.ts'
import { ibanOf } from './iban.ts'
import type { PayeeQuestion } from './payee-check.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ DEMO_SEPA_LOOP: 'open' })
  await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant('2027-03-22', '09:00').toISOString() })
})
afterAll(() => bank.stop())

const range = { country: 'LT', bankCode: '99999' }
const institution = {
  ...range,
  accountIban: ibanOf(range, 0n),
  bic: 'FLRNLT20XXX',
  holder: 'Florin UAB',
  address: 'Gedimino pr. 1',
}
const german = (ending: string): string => composeIBAN({ countryCode: 'DE', bban: `37040044053201${ending}` }) ?? ''

async function user(externalUserId: string): Promise<{ iban: string }> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    ...person,
  })
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  return (await bank.call('GET', `/v1/sepa-deposit/info/${externalUserId}`)).body
}

const someone = { receiverType: 'NATURAL', receiverFirstName: 'Jörg', receiverLastName: 'Müller' }

const pay = (destinationIban: string, receiver: Record<string, unknown> = someone) =>
  bank.call('POST', '/v1/partner/sepa-transfer', {
    currency: 'eur',
    amount: '10.00',
    destinationIban,
    transferTitle: 'Invoice 7',
    ...receiver,
  })

const details = async (transferId: string) => (await bank.call('GET', `/v1/sepa-transfer/details/${transferId}`)).body

test.each([
  ['9500', 'MATCH', 'SUCCESSFUL'],
  ['9501', 'NO_MATCH', 'FAILED'],
  ['9502', 'CLOSE_MATCH', 'SUCCESSFUL'],
  ['9503', 'NOT_AVAILABLE', 'SUCCESSFUL'],
  ['9504', 'NOT_AVAILABLE', 'SUCCESSFUL'],
])('before it is sent the receiver’s bank is asked (…%s): %s, so it is %s', async (ending, payeeCheck, status) => {
  const { body } = await pay(german(ending))
  await bank.advance(15_000)
  expect(await details(body.transferId)).toMatchObject({
    payeeCheck,
    status,
    receiverFirstName: 'Jörg',
    error: status === 'FAILED' ? { status: 'NMTC' } : null,
  })
})

test('a refused receiver costs nothing, and nothing was sent', async () => {
  const before = (await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount
  await pay(german('9501'))
  await bank.advance(15_000)
  expect((await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount).toBe(before)
  const { rows } = await bank.database.owner.query(
    `select 1 from sepa.payout where payee_check = 'NMTC' and (outgoing_id is not null or state <> 'FAILED')`,
  )
  expect(rows).toEqual([])
})

test.each([
  [{}, 'receiverType should not be empty'],
  [{ receiverType: 'NATURAL', receiverFirstName: 'A' }, 'receiverLastName should not be empty'],
  [{ receiverType: 'LEGAL', receiverLastName: 'B' }, 'companyName should not be empty'],
  [
    { receiverType: 'NATURAL', receiverFirstName: 'A', receiverLastName: 'B', companyName: 'C' },
    'companyName must not',
  ],
  [{ receiverType: 'LEGAL', companyName: '\u{1f327}' }, 'companyName'],
])('in an open loop a receiver %j is refused: %s', async (receiver, words) => {
  const { status, body } = await pay(german('9500'), receiver)
  expect([status, body.errorCode]).toEqual([400, 'P403'])
  expect(body.errorMessage).toContain(words)
})

async function ask(question: PayeeQuestion) {
  const work = await reading(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID })
  return answerPayee(work, question, institution)
}

test('other banks are told whether a name is the holder’s, and the name itself only when it is close', async () => {
  const { iban } = await user('anna')
  expect(await ask({ iban, name: 'NOWAK ANNA' })).toEqual({ match: 'MTCH', matchedName: null })
  expect(await ask({ iban, name: 'Anna Novak' })).toEqual({ match: 'CMTC', matchedName: 'Anna Nowak' })
  expect(await ask({ iban, name: 'Piotr Zieliński' })).toEqual({ match: 'NMTC', matchedName: null })
})

test('our own account and a partner’s have the names of companies; of no account nobody says anything', async () => {
  expect(await ask({ iban: institution.accountIban, name: 'florin' })).toEqual({ match: 'MTCH', matchedName: null })
  const { iban } = (await bank.call('GET', '/v1/partner/sepa-deposit/info')).body
  expect(await ask({ iban, name: 'Demo Partner with KYC' })).toEqual({ match: 'MTCH', matchedName: null })
  expect(await ask({ iban: ibanOf(range, 4711n), name: 'Anna Nowak' })).toEqual({ match: 'NOAP', matchedName: null })
})

test('of a user who is gone nothing is said', async () => {
  const { iban } = await user('gone')
  expect((await bank.call('DELETE', '/v1/user/gone')).status).toBe(200)
  expect(await ask({ iban, name: 'Anna Nowak' })).toEqual({ match: 'NOAP', matchedName: null })
})
