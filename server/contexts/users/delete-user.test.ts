import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import { demoPartners } from '../partners/index.ts'
import { createUser } from './create-user.ts'
import { deleteUser } from './delete-user.ts'
import {
  activateFiat,
  approveUser,
  beginVerification,
  findUser,
  findUserByIban,
  findUserById,
  findUserByReference,
  readPersonalData,
  searchUsers,
} from './index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

const partnerId = demoPartners.kyc.id
const dayMs = 86_400_000
const work = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'system:test', partnerId }, act)
const person = { email: 'eve@example.com', firstName: 'Eve', lastName: 'Adams', phone: '+48600', country: 'PL' }
const create = (externalUserId: string, more: object = {}) =>
  work(w => createUser(w, { externalUserId, model: 'kyc', person: { ...person, ...more } }))
const iban = 'PL61109010140000071219812874'
const activate = (userId: string) =>
  work(async w => {
    const user = await findUserById(w.sql, partnerId, userId)
    if (user !== undefined) await beginVerification(w, user, {})
    await approveUser(w, userId)
    await activateFiat(w, userId, iban)
  })
/** What is known of a person, also of one who was deleted. */
const known = (userId: string) =>
  work(async w => {
    const user = await findUserById(w.sql, partnerId, userId)
    return user && readPersonalData(w, user)
  })

test('at deletion nobody finds the user any more by name, address, IBAN or reference, and its accounts are closed', async () => {
  const user = await create('gone', { email: 'gone@example.com' })
  await activate(user.id)
  expect((await work(w => searchUsers(w, { email: 'GONE@example.com' }))).items).toHaveLength(1)
  expect((await work(w => findUserByIban(w.sql, iban)))?.id).toBe(user.id)

  await work(w => deleteUser(w, 'gone'))
  expect((await work(w => searchUsers(w, { email: 'gone@example.com' }))).items).toEqual([])
  expect((await work(w => searchUsers(w, { externalUserId: 'gone' }))).items).toMatchObject([{ stage: 'DELETED' }])
  expect(await work(w => findUser(w.sql, partnerId, 'gone'))).toBeUndefined()
  expect(await work(w => findUserByIban(w.sql, iban))).toBeUndefined()
  expect(await work(w => findUserByReference(w.sql, user.reference ?? ''))).toBeUndefined()
  const states = (await work(w => findBalances(w.sql, partnerId, user.id))).map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set(['closed']))
})

test('something alive in a context above keeps the user as it is', async () => {
  const user = await create('alive')
  const refused = work(w => deleteUser(w, 'alive', [async () => false, async () => true]))
  await expect(refused).rejects.toMatchObject({ code: 'P486' })
  expect(await work(w => findUserById(w.sql, partnerId, user.id))).toMatchObject({ stage: 'CREATED', version: 1 })
})

test('an unverified person is forgotten after thirty days, a verified one after five years: everything sealed is gone', async () => {
  const [plain, verified] = [await create('plain'), await create('verified')]
  await work(w => beginVerification(w, verified, {}))
  await work(w => approveUser(w, verified.id))
  const told = await work(async w => {
    await commitEffects(w, [
      {
        emit: [
          {
            type: 'iban.status',
            subject: plain.id,
            version: 1,
            body: { holderName: 'Eve' },
            dataKeyId: plain.dataKeyId,
          },
        ],
      },
    ])
    return plain.dataKeyId
  })
  for (const id of ['plain', 'verified']) await work(w => deleteUser(w, id))

  await bank.advance(29 * dayMs)
  expect(await known(plain.id)).toMatchObject({ lastName: 'Adams' })
  await bank.advance(dayMs + 3_600_000)
  expect(await known(plain.id)).toBeUndefined()
  const { rows } = await bank.database.owner.query<{ sealed: Buffer }>(
    'select sealed from events.event where data_key_id = $1',
    [told],
  )
  const { vault } = bank.running.resources.kernel
  await expect(vault.open(partnerId, told, rows[0]?.sealed ?? Buffer.alloc(0))).rejects.toThrow(/destroyed/)
  expect(await work(w => findUserById(w.sql, partnerId, plain.id))).toMatchObject({
    externalUserId: 'plain',
    sealed: null,
    iban: null,
    reference: null,
  })

  await bank.advance(1_780 * dayMs)
  expect(await known(verified.id)).toMatchObject({ lastName: 'Adams' })
  await bank.advance(50 * dayMs)
  expect(await known(verified.id)).toBeUndefined()
  const notes = await bank.database.owner.query<{ subject: string }>(
    `select subject from audit.record where action = 'user.erased' and subject = any ($1)`,
    [[plain.id, verified.id]],
  )
  expect(notes.rows).toHaveLength(2)
})

test('a living user is never forgotten, however long it lives', async () => {
  const user = await create('old')
  await bank.advance(10 * 365 * dayMs)
  expect(await known(user.id)).toMatchObject({ lastName: 'Adams' })
})
