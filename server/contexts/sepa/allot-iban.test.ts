import { isValidIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { person } from '../../../tests/harness/people.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { demoPartners } from '../partners/index.ts'
import { isCreditorReference } from '../users/index.ts'
import { allotIban } from './allot-iban.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

async function approved(externalUserId: string, change: Partial<typeof person> = {}): Promise<string> {
  const made = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person, ...change })
  expect(made.text).toContain('userId')
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  await bank.settle()
  return made.body.userId
}

const fiatOf = async (externalUserId: string) =>
  (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body.fiatBalances[0]

const info = (externalUserId: string) => bank.call('GET', `/v1/sepa-deposit/info/${externalUserId}`)

async function activations(userId: string): Promise<number> {
  const { rows } = await bank.database.owner.query<{ count: number }>(
    `select count(*)::int as count from events.event where type = 'user.status' and subject = $1`,
    [userId],
  )
  return rows[0]?.count ?? 0
}

test('an approved user gets an IBAN with right check digits, and its fiat balance becomes active once', async () => {
  const userId = await approved('anna')
  const fiat = await fiatOf('anna')
  expect(fiat.status).toBe('ACTIVE')
  expect(isValidIBAN(fiat.iban)).toBe(true)
  expect(await activations(userId)).toBe(1)
})

test('the same approval handled again, also by many at once, changes nothing', async () => {
  const userId = await approved('again')
  const { iban } = await fiatOf('again')
  const origin = { actor: 'system:test', partnerId: demoPartners.kyc.id }
  const { kernel } = bank.running.resources
  const range = { country: 'LT', bankCode: '99999' }
  await Promise.all(Array.from({ length: 8 }, () => transact(kernel, origin, work => allotIban(work, userId, range))))
  expect((await fiatOf('again')).iban).toBe(iban)
  expect(await activations(userId)).toBe(1)
})

test('in a country without IBANs the balance becomes active without one, and money is paid in by reference', async () => {
  await approved('tokyo', { country: 'JP' })
  expect(await fiatOf('tokyo')).toMatchObject({ status: 'ACTIVE', iban: null })
  const { body } = await info('tokyo')
  expect(isCreditorReference(body.title)).toBe(true)
  expect(body.accountHolder).toBe('Florin Sandbox')
})

test('a user with an IBAN is told to pay to it, in its own name', async () => {
  await approved('payer')
  const { body } = await info('payer')
  expect(body).toMatchObject({ iban: (await fiatOf('payer')).iban, accountHolder: 'Anna Nowak', swift: 'FLRNLT20XXX' })
  expect(isCreditorReference(body.title)).toBe(true)
})

test('a user that is not verified is told so, and one that is not there too', async () => {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId: 'early', ...person })
  expect((await info('early')).body.errorCode).toBe('P459')
  expect((await info('nobody')).body.errorCode).toBe('P412')
})

test('a user without KYC and a partner pay in by reference; the partner keeps the IBAN that it was told', async () => {
  const key = { key: bank.keys.noKyc }
  await bank.call(
    'POST',
    '/v1/user/balances/crypto',
    { externalUserId: 'kim', email: 'k@x.eu', firstName: 'K', lastName: 'M' },
    key,
  )
  const user = await bank.call('GET', '/v1/sepa-deposit/info/kim', undefined, key)
  const partner = await bank.call('GET', '/v1/partner/sepa-deposit/info', undefined, key)
  expect(isCreditorReference(user.body.title)).toBe(true)
  expect(isCreditorReference(partner.body.title)).toBe(true)
  expect(new Set([user.body.iban, partner.body.iban]).size).toBe(2)
  expect((await bank.call('GET', '/v1/partner/sepa-deposit/info', undefined, key)).body).toEqual(partner.body)
  const balances = await bank.call('GET', '/v1/partner/balances', undefined, key)
  expect(balances.body.fiatBalances[0].iban).toBe(partner.body.iban)
})
