import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { demoPartners } from '../partners/index.ts'
import { createUser } from './create-user.ts'
import { findUser, type PersonalData, readPersonalData, searchUsers } from './index.ts'
import { updateUser } from './update-user.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
})
afterAll(() => bank.stop())

const partnerId = demoPartners.kyc.id
const work = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'system:test', partnerId }, act)
const person = { email: 'a@example.com', firstName: 'Ann', lastName: 'Lee', city: 'Riga', country: 'LV' }
const create = (externalUserId: string) => work(w => createUser(w, { externalUserId, model: 'kyc', person }))
const update = (externalUserId: string, change: PersonalData) => work(w => updateUser(w, { externalUserId, change }))
const read = (externalUserId: string) =>
  work(async w => {
    const user = await findUser(w.sql, partnerId, externalUserId)
    return user && readPersonalData(w, user)
  })
const found = async (search: object) => (await work(w => searchUsers(w, search))).items.map(user => user.externalUserId)

test('what is given changes, what is absent stays, and a user is found by what is true now', async () => {
  await create('moves')
  await update('moves', { email: 'New@Example.com', lastName: 'Ōzols', country: 'AM', city: undefined })
  expect(await read('moves')).toEqual({ ...person, email: 'New@Example.com', lastName: 'Ōzols', country: 'AM' })
  expect(await found({ email: 'new@example.com' })).toEqual(['moves'])
  expect(await found({ email: 'a@example.com' })).toEqual([])
  expect(await found({ lastName: 'OZOLS', email: 'new@example.com' })).toEqual(['moves'])
  expect(await found({ lastName: 'Lee', email: 'new@example.com' })).toEqual([])
})

test('a change of nothing writes nothing', async () => {
  await create('same')
  expect(await update('same', { ...person })).toMatchObject({ version: 1 })
  expect(await update('same', {})).toMatchObject({ version: 1 })
})

test('of changes to different fields at once none is lost', async () => {
  await create('busy')
  const changes: PersonalData[] = [
    { city: 'Vilnius' },
    { phone: '37060000000' },
    { postCode: '01100' },
    { email: 'busy@example.com' },
  ]
  await Promise.all(changes.map(change => update('busy', change)))
  expect(await read('busy')).toEqual(Object.assign({}, person, ...changes))
})

test('the same email at two partners has two fingerprints: nobody learns who is a customer elsewhere', async () => {
  await create('shared')
  const other = demoPartners.noKyc.id
  await transact(bank.running.resources.kernel, { actor: 'system:test', partnerId: other }, w =>
    createUser(w, { externalUserId: 'shared', model: 'no-kyc', person }),
  )
  const { rows } = await bank.database.owner.query<{ indexes: bigint }>(
    `select count(distinct email_index) as indexes from users.user where external_user_id = 'shared'`,
  )
  expect(Number(rows[0]?.indexes)).toBe(2)
})
