import { afterAll, beforeAll, expect, test } from 'vitest'
import { person as anna } from '../../../tests/harness/people.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { demoPartners } from '../partners/index.ts'
import { listPendingContacts, settleContact } from './index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

const person = {
  ...anna,
  firstName: 'Łucja Maria',
  lastName: 'Żółtowska',
}
const ibans = [
  'PL61109010140000071219812874',
  'DE89370400440532013000',
  'FR7630006000011234567890189',
  'ES9121000418450200051332',
] as const
const kernel = () => bank.running.resources.kernel

const create = (externalUserId: string) =>
  bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
const approve = (externalUserId: string) =>
  bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })

async function user(externalUserId: string): Promise<void> {
  await create(externalUserId)
  await approve(externalUserId)
  await bank.settle()
}

async function payIn(body: Record<string, unknown>): Promise<Answer> {
  const paid = await bank.call('POST', '/v1/simulate/sepa-deposit', { amount: 10, senderIban: ibans[0], ...body })
  expect(paid.text).toContain('messageId')
  await bank.advance(2_000)
  return paid
}

const balanceOf = async (externalUserId: string): Promise<string> =>
  (await bank.call('GET', `/v1/user/balances/${externalUserId}`)).body.fiatBalances[0].amount

const contactsOf = async (externalUserId: string) =>
  (await bank.call('GET', `/v1/sepa-deposit/contacts/${externalUserId}`)).body.contacts

async function toldOf(externalUserId: string): Promise<string[]> {
  const { body } = await bank.call('GET', `/v1/user/${externalUserId}`)
  const { rows } = await bank.database.owner.query<{ sealed: Buffer; data_key_id: string; partner_id: string }>(
    `select sealed, data_key_id, partner_id from events.event where type = 'iban.status' and subject = $1 order by id`,
    [body.userId],
  )
  return Promise.all(
    rows.map(async row => {
      const event = JSON.parse((await kernel().vault.open(row.partner_id, row.data_key_id, row.sealed)).toString())
      return `${event.iban} ${event.holderName} ${event.status}`
    }),
  )
}

/** Why money of a user is not its own; it may be on its way back by now. */
async function causesOf(externalUserId: string): Promise<string[]> {
  const { rows } = await bank.database.owner.query<{ cause: string }>(
    `select suspense_reason as cause from sepa.deposit where external_user_id = $1 and state <> 'CREDITED' order by id`,
    [externalUserId],
  )
  return rows.map(({ cause }) => cause)
}

test('money from an account in the owner’s own name is credited, and the account is approved and told once', async () => {
  await user('own')
  await payIn({ externalUserId: 'own', senderName: 'ZOLTOWSKA LUCJA' })
  await payIn({ externalUserId: 'own', senderName: 'Lucja Zoltowska' })
  expect(await balanceOf('own')).toBe('20.00')
  expect(await contactsOf('own')).toMatchObject([
    { iban: ibans[0], holderName: 'ZOLTOWSKA LUCJA', status: 'APPROVED', firstSeenAt: expect.any(String) },
  ])
  expect(await toldOf('own')).toEqual([`${ibans[0]} ZOLTOWSKA LUCJA APPROVED`])
})

test('two payments of one new sender in one message make one contact', async () => {
  await user('both')
  for (const amount of [1, 2]) {
    const body = { externalUserId: 'both', senderName: 'Lucja Zoltowska', senderIban: ibans[0], amount }
    await bank.call('POST', '/v1/simulate/sepa-deposit', body)
  }
  await bank.advance(2_000)
  expect(await balanceOf('both')).toBe('3.00')
  expect(await toldOf('both')).toHaveLength(1)
})

test('a name that may be meant waits in suspense until somebody approves the account, and is credited then', async () => {
  await user('close')
  await payIn({ externalUserId: 'close', senderName: 'L. Żółtowska', senderIban: ibans[1] })
  await payIn({ externalUserId: 'close', senderName: 'L. Żółtowska', senderIban: ibans[1], amount: 5 })
  expect(await balanceOf('close')).toBe('0.00')
  expect(await causesOf('close')).toEqual(['sender-pending', 'sender-pending'])
  const origin = { actor: 'operator:jo', partnerId: '00000000-0000-0000-0000-000000000000', reason: 'ID seen' }
  const { items } = await transact(kernel(), origin, work => listPendingContacts(work, { limit: 200 }))
  const contact = items.find(({ externalUserId }) => externalUserId === 'close')
  expect(contact).toMatchObject({ partnerId: demoPartners.kyc.id, account: { iban: ibans[1] } })
  const decide = () =>
    transact(kernel(), origin, work => settleContact(work, { contactId: contact?.id ?? '', command: 'approve' }))
  await Promise.all([decide(), decide()])
  await bank.settle()
  expect(await balanceOf('close')).toBe('15.00')
  expect(await causesOf('close')).toEqual([])
  expect(await toldOf('close')).toEqual([`${ibans[1]} L. Żółtowska PENDING`, `${ibans[1]} L. Żółtowska APPROVED`])
  await expect(decide()).resolves.toMatchObject({ status: 'APPROVED' })
})

test('a name that is another’s is rejected, and its money is not credited, now and the next time', async () => {
  await user('other')
  await payIn({ externalUserId: 'other', senderName: 'Piotr Zieliński', senderIban: ibans[2] })
  await payIn({ externalUserId: 'other', senderName: 'Łucja Żółtowska', senderIban: ibans[2] })
  expect(await balanceOf('other')).toBe('0.00')
  expect(await causesOf('other')).toEqual(['sender-rejected', 'sender-rejected'])
  expect(await contactsOf('other')).toMatchObject([{ status: 'REJECTED' }])
  expect(await toldOf('other')).toHaveLength(1)
})

test('money to the virtual IBAN without the reference is credited whoever sends it, and its sender is not remembered', async () => {
  await user('salary')
  const { body } = await bank.call('GET', '/v1/sepa-deposit/info/salary')
  await payIn({ iban: body.iban, reference: 'Salary March', senderName: 'ACME GmbH', senderIban: ibans[3] })
  expect(await balanceOf('salary')).toBe('10.00')
  expect(await contactsOf('salary')).toEqual([])
})

test('a sender is judged when the user is verified, by the name that was verified then', async () => {
  await create('later')
  await payIn({ externalUserId: 'later', senderName: 'Łucja Żółtowska', senderIban: ibans[0], amount: 7 })
  await payIn({ externalUserId: 'later', senderName: 'Piotr Zieliński', senderIban: ibans[1], amount: 8 })
  expect(await causesOf('later')).toEqual(['user-not-verified', 'user-not-verified'])
  expect(await contactsOf('later')).toEqual([])
  await approve('later')
  await bank.settle()
  expect(await balanceOf('later')).toBe('7.00')
  expect(await causesOf('later')).toEqual(['sender-rejected'])
  expect((await contactsOf('later')).map((contact: { status: string }) => contact.status).toSorted()).toEqual([
    'APPROVED',
    'REJECTED',
  ])
})

test('a partner’s own money is never held up; an account in another name waits for somebody to approve it', async () => {
  const before = (await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount
  await payIn({ senderName: 'Demo Partner with KYC', senderIban: ibans[0] })
  await payIn({ senderName: 'Holding of others SA', senderIban: ibans[1] })
  const after = (await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount
  expect(Number(after) - Number(before)).toBe(20)
  const { contacts } = (await bank.call('GET', '/v1/partner/sepa-deposit/contacts')).body
  expect(contacts).toMatchObject([
    { iban: ibans[1], status: 'PENDING' },
    { iban: ibans[0], status: 'APPROVED' },
  ])
})

test('contacts stand nowhere in clear, another partner’s user is not there, and lists have pages', async () => {
  const { rows } = await bank.database.owner.query<{ text: string }>('select c::text as text from sepa.contact c')
  for (const { text } of rows) expect(text).not.toMatch(/towsk|PL6110|DE8937/i)
  const hidden = await bank.call('GET', '/v1/sepa-deposit/contacts/own', undefined, { key: bank.keys.noKyc })
  expect(hidden.body.errorCode).toBe('P412')
  const { body: first } = await bank.call('GET', '/v1/sepa-deposit/contacts/later?limit=1')
  const { body: second } = await bank.call('GET', `/v1/sepa-deposit/contacts/later?limit=1&cursor=${first.nextCursor}`)
  expect([first.contacts.length, second.contacts.length, second.nextCursor]).toEqual([1, 1, null])
  expect(first.contacts[0].iban).not.toBe(second.contacts[0].iban)
})

test('the books are sound', async () => {
  expect(await findBreaches(kernel().pool)).toEqual([])
  expect(bank.complaints).toEqual([])
})
