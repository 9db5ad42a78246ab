import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { findBalances } from '../ledger/index.ts'
import { demoPartners } from '../partners/index.ts'
import { activateFiat } from '../users/index.ts'
import { decideCase } from './decide-case.ts'
import { expireCase } from './expire-case.ts'
import { decideCaseById, listCases } from './index.ts'

let bank: Bank
beforeAll(async () => {
  // Without a worker nothing reacts to an approval: what verification itself does is seen alone.
  bank = await startBank({ ROLES: 'api' })
})
afterAll(() => bank.stop())

const partnerId = demoPartners.kyc.id
const origin = { actor: 'system:test', partnerId }
const kernel = () => bank.running.resources.kernel

async function create(externalUserId: string): Promise<string> {
  const { body } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48600100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-850',
    country: 'PL',
    citizenship: 'PL',
  })
  return body.userId
}
const verify = (externalUserId: string, more: object = {}): Promise<Answer> =>
  bank.call('POST', '/v1/user/verification', {
    externalUserId,
    documentType: 'PASSPORT',
    documentNumber: 'EH 123456',
    ...more,
  })
const decide = (externalUserId: string, decision: string, reasons?: string[]): Promise<Answer> =>
  bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision, reasons })
const statusOf = (externalUserId: string): Promise<Answer> => bank.call('GET', `/v1/kyc/status/${externalUserId}`)
const userOf = async (externalUserId: string) => (await bank.call('GET', `/v1/user/${externalUserId}`)).body
const states = async (userId: string): Promise<string[]> => [
  ...new Set(
    (await findBalances(kernel().pool, partnerId, userId)).map(({ asset, state }) =>
      asset === 'eur' ? `eur ${state}` : state,
    ),
  ),
]

/** The events of a user, oldest first: type and status, with the reasons where the body is sealed. */
async function eventsOf(userId: string): Promise<string[]> {
  const { rows } = await bank.database.owner.query<{
    type: string
    body: string | null
    sealed: Buffer
    data_key_id: string
  }>('select type, body, sealed, data_key_id from events.event where subject = $1 order by id', [userId])
  return Promise.all(
    rows.map(async ({ type, body, sealed, data_key_id }) => {
      const text = body ?? (await kernel().vault.open(partnerId, data_key_id, sealed)).toString()
      const { status, rejectionReasons } = JSON.parse(text) as { status: string; rejectionReasons?: string[] }
      return [type, status, ...(rejectionReasons ?? []), ...(body === null ? ['(sealed)'] : [])].join(' ')
    }),
  )
}

test('a verification waits until it is decided; approval opens crypto, and eur when the fiat balance is activated', async () => {
  const userId = await create('walk')
  expect((await statusOf('walk')).body.errorCode).toBe('P445')
  expect(await userOf('walk')).toMatchObject({ status: 'CREATED', kycStatus: null })

  const started = await verify('walk')
  expect(started.body).toMatchObject({ userId, status: 'PENDING', kycStatus: 'PENDING' })
  expect((await statusOf('walk')).body).toMatchObject({ status: 'PENDING', rejectionReasons: [] })
  expect(await states(userId)).toEqual(['eur waiting', 'waiting'])
  expect(await eventsOf(userId)).toEqual([])

  expect((await decide('walk', 'APPROVED')).body).toMatchObject({ status: 'APPROVED', rejectionReasons: [] })
  expect(await states(userId)).toEqual(['eur waiting', 'open'])
  expect(await userOf('walk')).toMatchObject({ status: 'PENDING', kycStatus: 'APPROVED' })

  await transact(kernel(), origin, work => activateFiat(work, userId, 'PL61109010140000071219812874'))
  expect(await states(userId)).toEqual(['eur open', 'open'])
  expect(await userOf('walk')).toMatchObject({ status: 'ACTIVE', kycStatus: 'APPROVED' })
  const { body } = await bank.call('GET', '/v1/user/balances/walk')
  expect(body.fiatBalances[0]).toMatchObject({ status: 'ACTIVE', iban: 'PL61109010140000071219812874' })
  expect(await eventsOf(userId)).toEqual(['kyc.status APPROVED', 'user.status ACTIVE'])
})

test('approval and activation that arrive many times at once take effect and are told exactly once', async () => {
  const userId = await create('storm')
  await verify('storm')
  const decided = await Promise.all(Array.from({ length: 8 }, () => decide('storm', 'APPROVED')))
  expect(decided.map(({ status, body }) => `${status} ${body.status}`)).toEqual(Array(8).fill('200 APPROVED'))
  const iban = 'PL10105000997603123456789123'
  await Promise.all(
    Array.from({ length: 8 }, () => transact(kernel(), origin, work => activateFiat(work, userId, iban))),
  )
  expect(await eventsOf(userId)).toEqual(['kyc.status APPROVED', 'user.status ACTIVE'])
  expect(await states(userId)).toEqual(['eur open', 'open'])
})

test('of an approval and a rejection at once one wins, and the other is refused', async () => {
  for (let round = 1; round <= 4; round += 1) {
    const userId = await create(`split-${round}`)
    await verify(`split-${round}`)
    const [approved, rejected] = await Promise.all([
      decide(`split-${round}`, 'APPROVED'),
      decide(`split-${round}`, 'REJECTED'),
    ])
    expect([approved.status, rejected.status].toSorted((a, b) => a - b)).toEqual([200, 404])
    expect(await eventsOf(userId)).toEqual([`kyc.status ${approved.status === 200 ? 'APPROVED' : 'REJECTED'}`])
  }
})

test('a process that dies between the decision and its commit leaves the case undecided, and the next decision counts', async () => {
  const userId = await create('dies')
  await verify('dies')
  const died = transact(kernel(), origin, async work => {
    await decideCase(work, { userId, decision: 'APPROVED' })
    throw new Error('killed')
  })
  await expect(died).rejects.toThrow('killed')
  expect((await statusOf('dies')).body.status).toBe('PENDING')
  expect(await states(userId)).toEqual(['eur waiting', 'waiting'])
  expect((await decide('dies', 'APPROVED')).status).toBe(200)
  expect(await eventsOf(userId)).toEqual(['kyc.status APPROVED'])
})

test('an activation without approval changes nothing', async () => {
  const userId = await create('early')
  await transact(kernel(), origin, work => activateFiat(work, userId, null))
  expect(await states(userId)).toEqual(['eur waiting', 'waiting'])
  expect(await eventsOf(userId)).toEqual([])
})

test('in a country without IBANs the fiat balance is active with iban null', async () => {
  const userId = await create('no-iban')
  await decide('no-iban', 'APPROVED')
  await transact(kernel(), origin, work => activateFiat(work, userId, null))
  const { body } = await bank.call('GET', '/v1/user/balances/no-iban')
  expect(body.fiatBalances[0]).toMatchObject({ status: 'ACTIVE', iban: null })
})

test('a rejection names its reasons, kept under the key of the user, and a new verification may follow', async () => {
  const userId = await create('again')
  await verify('again')
  const reasons = ['The passport of Anna Nowak has expired', 'The photograph is blurred']
  expect((await decide('again', 'REJECTED', reasons)).body).toMatchObject({
    status: 'REJECTED',
    rejectionReasons: reasons,
  })
  expect((await statusOf('again')).body).toMatchObject({ status: 'REJECTED', rejectionReasons: reasons })
  expect(await userOf('again')).toMatchObject({ status: 'REJECTED', kycStatus: 'REJECTED' })
  expect((await decide('again', 'REJECTED')).body.rejectionReasons).toEqual(reasons)
  expect((await decide('again', 'APPROVED')).body.errorCode).toBe('P445')

  expect((await verify('again', { documentNumber: 'NEW 1' })).body).toMatchObject({ status: 'PENDING' })
  expect((await statusOf('again')).body).toMatchObject({ status: 'PENDING', rejectionReasons: [] })
  expect((await decide('again', 'APPROVED')).status).toBe(200)
  expect(await eventsOf(userId)).toEqual([`kyc.status REJECTED ${reasons.join(' ')} (sealed)`, 'kyc.status APPROVED'])
  const { rows } = await bank.database.owner.query<{ text: string }>(
    `select c::text as text from kyc."case" c where user_id = $1`,
    [userId],
  )
  expect(rows).toHaveLength(2)
  expect(rows.map(row => row.text).join()).not.toMatch(/Nowak|blurred/)
})

test('a document without a last day, as 9999-12-31 says it, is approved and never lapses', async () => {
  const userId = await create('for-ever')
  expect((await verify('for-ever', { documentExpiryDate: '9999-12-31' })).status).toBe(200)
  expect((await decide('for-ever', 'APPROVED')).body).toMatchObject({ status: 'APPROVED' })
  const { rows } = await bank.database.owner.query(
    `select j.id from jobs.job j join kyc.case c on j.key = c.id::text where c.user_id = $1 and j.kind = 'kyc.lapse-case'`,
    [userId],
  )
  expect(rows).toEqual([])
})

test('a decision before any verification opens one and decides it; the same verdict again changes nothing', async () => {
  const userId = await create('direct')
  expect((await decide('direct', 'APPROVED')).status).toBe(200)
  expect((await decide('direct', 'APPROVED')).status).toBe(200)
  expect((await decide('direct', 'REJECTED')).body.errorCode).toBe('P445')
  expect((await verify('direct')).body).toMatchObject({ kycStatus: 'APPROVED' })
  expect(await eventsOf(userId)).toEqual(['kyc.status APPROVED'])
})

test('verifications started at once are one', async () => {
  const userId = await create('twins')
  const started = await Promise.all(Array.from({ length: 6 }, () => verify('twins')))
  for (const { status } of started) expect(status).toBe(200)
  const { rows } = await bank.database.owner.query('select 1 from kyc."case" where user_id = $1', [userId])
  expect(rows).toHaveLength(1)
})

test('once verification has begun, who the person is cannot be changed, but where it lives can', async () => {
  await create('fixed')
  await verify('fixed')
  const refused = await bank.call('PATCH', '/v1/user/fixed', {
    lastName: 'Kowalska',
    citizenship: 'DE',
    city: 'Kraków',
  })
  expect(refused.body.errorCode).toBe('P403')
  expect(refused.body.errors.map((error: { path: string }) => error.path)).toEqual(['lastName', 'citizenship'])
  expect((await bank.call('PATCH', '/v1/user/fixed', { lastName: 'Nowak', city: 'Kraków' })).status).toBe(200)
  await decide('fixed', 'REJECTED')
  expect((await bank.call('PATCH', '/v1/user/fixed', { lastName: 'Kowalska' })).status).toBe(200)
})

test('a call without a document is refused with P403 naming the fields', async () => {
  await create('bare')
  const { body } = await bank.call('POST', '/v1/user/verification', { externalUserId: 'bare' })
  expect(body.errorCode).toBe('P403')
  expect(body.errors.map((error: { path: string }) => error.path)).toEqual(['documentType', 'documentNumber'])
})

test('nobody decides about an unknown user, one of another partner, or a deleted one', async () => {
  await create('gone')
  await verify('gone')
  expect((await bank.call('DELETE', '/v1/user/gone')).status).toBe(200)
  for (const id of ['nobody', 'gone']) {
    expect((await decide(id, 'APPROVED')).body.errorCode).toBe('P412')
    expect((await verify(id)).body.errorCode).toBe('P412')
    expect((await statusOf(id)).body.errorCode).toBe('P412')
  }
})

test('the undecided verification of a deleted user ends by itself', async () => {
  const userId = await create('left')
  await verify('left')
  await bank.call('DELETE', '/v1/user/left')
  const { rows: jobs } = await bank.database.owner.query<{ subject: string }>(
    `select payload ->> 'subject' as subject from jobs.job where kind = 'kyc.expire-case'`,
  )
  expect(jobs).toContainEqual({ subject: userId })
  await transact(kernel(), origin, work => expireCase(work, userId))
  const { rows } = await bank.database.owner.query<{ state: string }>(
    'select state from kyc."case" where user_id = $1',
    [userId],
  )
  expect(rows).toEqual([{ state: 'EXPIRED' }])
})

test('a suspended user who is approved meanwhile receives only, until the suspension is lifted', async () => {
  const userId = await create('paused')
  await verify('paused')
  await bank.call('PATCH', '/v1/user/suspend/paused')
  await decide('paused', 'APPROVED')
  expect(await states(userId)).toEqual(['eur waiting', 'no-debit'])
  await transact(kernel(), origin, work => activateFiat(work, userId, null))
  expect(await states(userId)).toEqual(['eur no-debit', 'no-debit'])
  expect((await bank.call('PATCH', '/v1/user/unsuspend/paused')).body.status).toBe('ACTIVE')
  expect(await states(userId)).toEqual(['eur open', 'open'])
})

test('the operator lists the cases of all partners, newest first, and decides one by its id', async () => {
  await create('desk-1')
  await verify('desk-1')
  await create('desk-2')
  await verify('desk-2')
  const house = { ...origin, partnerId: '00000000-0000-0000-0000-000000000000', actor: 'operator:jo' }
  const first = await transact(kernel(), house, work => listCases(work, { status: 'PENDING', limit: 1 }))
  expect(first.items[0]?.kycCase.externalUserId).toBe('desk-2')
  const second = await transact(kernel(), house, work =>
    listCases(work, { status: 'PENDING', partnerId, limit: 1, cursor: first.nextCursor ?? '' }),
  )
  const caseId = second.items[0]?.kycCase.id ?? ''
  expect(second.items[0]?.kycCase.externalUserId).toBe('desk-1')
  const ruling = { caseId, decision: 'REJECTED', reasons: ['No'] } as const
  const decided = await transact(kernel(), house, work => decideCaseById(work, ruling))
  expect(decided.rejectionReasons).toEqual(['No'])
  expect((await statusOf('desk-1')).body).toMatchObject({ status: 'REJECTED', rejectionReasons: ['No'] })
  const { rows } = await bank.database.owner.query<{ actor: string; partner_id: string }>(
    `select actor, partner_id from audit.record where action = 'kyc.decided' and detail ->> 'caseId' = $1`,
    [caseId],
  )
  expect(rows).toEqual([{ actor: 'operator:jo', partner_id: partnerId }])
})
