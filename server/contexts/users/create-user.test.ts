import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import { createUser } from './create-user.ts'
import { findUser, isCreditorReference, readPersonalData, UserDirectory } from './index.ts'

let bank: Bank
let partnerId: string
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
  const { rows } = await bank.database.owner.query<{ id: string }>(
    `select id from partners.partner where model = 'kyc'`,
  )
  partnerId = rows[0]?.id ?? ''
})
afterAll(() => bank.stop())

const work = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'system:test', partnerId }, act)

const person = { email: 'Anna.Nowak@example.com', firstName: 'Anna', lastName: 'Nowak', country: 'PL' }

test('a new user of the model with KYC has eight accounts that wait, and a reference with right check digits', async () => {
  const user = await work(w => createUser(w, { externalUserId: 'new-1', model: 'kyc', person }))
  expect(user).toMatchObject({ stage: 'CREATED', kycStatus: null, fiatStatus: 'WAITING_FOR_ACTIVATION', iban: null })
  expect(isCreditorReference(user.reference ?? '')).toBe(true)
  const balances = await work(w => findBalances(w.sql, partnerId, user.id))
  expect(balances.map(({ asset, state }) => `${asset} ${state}`)).toEqual(
    ['eur', 'btc', 'eth', 'ltc', 'doge', 'pol', 'usdc', 'usdt'].map(asset => `${asset} waiting`),
  )
})

test('a new user of the model without KYC is active and can use all accounts at once', async () => {
  const user = await work(w => createUser(w, { externalUserId: 'new-2', model: 'no-kyc', person: {} }))
  expect(user).toMatchObject({ stage: 'ACTIVE', fiatStatus: 'ACTIVE', country: null })
  const balances = await work(w => findBalances(w.sql, partnerId, user.id))
  expect(new Set(balances.map(balance => balance.state))).toEqual(new Set(['open']))
})

test('of two users created at once with one externalUserId exactly one exists, the other is refused with P411', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => work(w => createUser(w, { externalUserId: 'twin', model: 'kyc', person }))),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'P411' })
  const { rows } = await bank.database.owner.query<{ count: bigint }>(
    `select count(*) from vault.data_key k where k.partner_id = $1 and not exists (select 1 from users.user u where u.data_key_id = k.id)
       and not exists (select 1 from partners.partner p where p.data_key_id = k.id)`,
    [partnerId],
  )
  expect(Number(rows[0]?.count)).toBe(0)
})

test('personal data stands nowhere in clear, and opens with the data key of the user', async () => {
  await work(w => createUser(w, { externalUserId: 'secret', model: 'kyc', person: { ...person, lastName: 'Zzyzx' } }))
  const { rows } = await bank.database.owner.query<{ text: string }>(
    `select u::text as text from users.user u where external_user_id = 'secret'`,
  )
  expect(rows[0]?.text).not.toMatch(/Zzyzx|example|Anna/i)
  expect(rows[0]?.text).not.toContain(Buffer.from('Zzyzx').toString('hex'))
  const read = await work(async w => {
    const user = await findUser(w.sql, partnerId, 'secret')
    return user && readPersonalData(w, user)
  })
  expect(read).toEqual({ ...person, lastName: 'Zzyzx' })
})

test('a country that is not served is refused with P431', async () => {
  const refused = work(w => createUser(w, { externalUserId: 'far', model: 'kyc', person: { country: 'KP' } }))
  await expect(refused).rejects.toMatchObject({ code: 'P431' })
})

test('the directory knows the accounts of a user, of its own partner only', async () => {
  const user = await work(w => createUser(w, { externalUserId: 'known', model: 'kyc', person }))
  const directory = new UserDirectory(bank.running.resources.reads)
  const key = await directory.find(partnerId, 'known')
  expect(key).toMatchObject({ userId: user.id, dataKeyId: user.dataKeyId })
  const balances = await work(w => findBalances(w.sql, partnerId, user.id))
  expect(key?.accounts.assets).toEqual(balances.map(({ asset }) => asset))
  for (const { asset, accountId } of balances) expect(key?.accounts.idOf(asset)).toBe(accountId)
  expect(key?.accounts.idOf('xyz')).toBeUndefined()
  expect(await directory.find('00000000-0000-7000-8000-000000000001', 'known')).toBeUndefined()
  expect(await directory.find(partnerId, 'Known')).toBeUndefined()
})

test('a directory that is full forgets who was not asked for of late, and finds them again', async () => {
  const directory = new UserDirectory(bank.running.resources.reads, 2)
  const names = ['full-1', 'full-2', 'full-3', 'full-4']
  const ids = new Map<string, string>()
  for (const externalUserId of names)
    ids.set(externalUserId, (await work(w => createUser(w, { externalUserId, model: 'kyc', person }))).id)
  const find = (name: string) => directory.find(partnerId, name)
  const known = (name: string) => expect(find(name)).toMatchObject({ userId: ids.get(name) })
  for (const name of ['full-1', 'full-2', 'full-3']) await find(name)
  known('full-1')
  await find('full-4')
  known('full-1')
  const forgotten = find('full-2')
  expect(forgotten).toBeInstanceOf(Promise)
  expect(await forgotten).toMatchObject({ userId: ids.get('full-2') })
  known('full-2')
})
