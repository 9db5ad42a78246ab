import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf } from '../../../tests/harness/pictures.ts'
import { altered, anna, faceOne, makePassport, makeSelfie, passportLines } from '../../../tests/harness/specimen.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'

/*
 * The story of a verification on real pictures, read by the built-in reader: few, since each takes seconds. The rules
 * have their own tests; the sandbox's document numbers show every outcome.
 */

let bank: Bank
let selfie: Buffer
beforeAll(async () => {
  bank = await startBank()
  selfie = await makeSelfie()
})
afterAll(() => bank.stop())

async function create(externalUserId: string, more: object = {}): Promise<string> {
  const { body } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48600100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    birthDate: anna.birthDate,
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-850',
    country: 'PL',
    citizenship: 'PL',
    ...more,
  })
  return body.userId
}
const upload = (externalUserId: string, front: Buffer, face = selfie): Promise<Answer> =>
  bank.call(
    'POST',
    `/v1/user/kyc-files/${externalUserId}`,
    formOf([
      ['front', front],
      ['selfie', face],
    ]),
  )
const verify = (externalUserId: string, documentNumber = anna.number): Promise<Answer> =>
  bank.call('POST', '/v1/user/verification', { externalUserId, documentType: 'PASSPORT', documentNumber })
const stateOf = async (externalUserId: string) => (await bank.call('GET', `/v1/kyc/status/${externalUserId}`)).body
const userOf = async (externalUserId: string) => (await bank.call('GET', `/v1/user/${externalUserId}`)).body

/** What the partner was told, in order. */
async function told(userId: string): Promise<string[]> {
  const { rows } = await bank.database.owner.query<{ line: string }>(
    `select type || coalesce(' ' || (body::jsonb ->> 'status'), '') as line from events.event where subject = $1 order by id`,
    [userId],
  )
  return rows.map(({ line }) => line)
}
async function foundOf(userId: string): Promise<string[]> {
  const { rows } = await bank.database.owner.query<{ name: string; reasons: string[] }>(
    `select c.name, c.reasons from kyc."check" c join kyc."case" k on k.id = c.subject_id
     where k.user_id = $1 and c.outcome <> 'PASS' order by c.id`,
    [userId],
  )
  return rows.flatMap(({ reasons }) => reasons)
}

test('a passport that is what was said is approved by itself, and each step is told in its order', async () => {
  const userId = await create('approved')
  await upload('approved', await makePassport())
  expect((await verify('approved')).body).toMatchObject({ kycStatus: 'PENDING' })
  await bank.settle()
  expect(await stateOf('approved')).toMatchObject({ status: 'APPROVED', rejectionReasons: [] })
  expect(await foundOf(userId)).toEqual([])
  expect(await told(userId)).toEqual(['kyc.file ADDED', 'kyc.status APPROVED', 'user.status ACTIVE'])
  const { body } = await bank.call('GET', '/v1/user/balances/approved')
  expect(body.fiatBalances[0].status).toBe('ACTIVE')
})

test('one digit altered in the machine-readable zone sends it to a person, as a high risk', async () => {
  const userId = await create('altered', { lastName: 'Kowalska' })
  // Somebody of the same day whose name is written a little otherwise.
  await create('alike', { lastName: 'Kovalska' })
  const kowalska = { ...anna, surname: 'KOWALSKA', number: 'EH7654321' }
  const [first, second] = passportLines(kowalska)
  // Verification first, files later: the checks wait for them.
  await verify('altered', kowalska.number)
  await bank.settle()
  expect(await stateOf('altered')).toMatchObject({ status: 'PENDING' })
  await upload('altered', await makePassport(kowalska, { lines: [first, altered(second, 18)] }), await makeSelfie())
  await bank.settle()
  expect(await stateOf('altered')).toMatchObject({ status: 'IN_REVIEW', rejectionReasons: [] })
  expect(await userOf('altered')).toMatchObject({ status: 'PENDING', kycStatus: 'IN_REVIEW' })
  expect(await foundOf(userId)).toContain('DOCUMENT_CHECK_DIGITS')
  expect(await foundOf(userId)).toContain('DUPLICATE_PERSON')
  expect(await told(userId)).toEqual(['kyc.file ADDED', 'kyc.status IN_REVIEW'])
  const { rows } = await bank.database.owner.query(`select risk from kyc."case" where user_id = $1`, [userId])
  expect(rows).toEqual([{ risk: 'HIGH' }])
})

test('a passport that has expired is rejected with the reason, and the next one is a new case', async () => {
  const old = { ...anna, givenNames: 'EWA', number: 'EH2222222', expiryDate: '2024-12-31' }
  const userId = await create('expired', { firstName: 'Ewa' })
  await upload('expired', await makePassport(old), await makeSelfie(faceOne, 1.05))
  await verify('expired', old.number)
  await bank.settle()
  expect(await stateOf('expired')).toMatchObject({ status: 'REJECTED', rejectionReasons: ['DOCUMENT_EXPIRED'] })
  expect(await userOf('expired')).toMatchObject({ status: 'REJECTED' })

  await verify('expired', 'SANDBOX-APPROVED-1')
  await bank.settle()
  expect((await foundOf(userId)).slice(1)).toEqual([])
  expect(await stateOf('expired')).toMatchObject({ status: 'APPROVED' })
  expect((await told(userId)).at(-1)).toBe('user.status ACTIVE')
})

test('nothing of all this was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
