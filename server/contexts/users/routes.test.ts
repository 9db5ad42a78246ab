import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(async () => {
  expect(bank.complaints).toEqual([])
  await bank.stop()
})

const anna = {
  email: 'anna.nowak@example.com',
  phone: '+48600100200',
  firstName: 'Anna',
  lastName: 'Nowak',
  birthDate: '1990-05-17',
  street: 'Prosta',
  number: 12,
  city: 'Warszawa',
  postCode: '00-850',
  country: 'PL',
  citizenship: 'PL',
}
const createKyc = (externalUserId: string, more: object = {}): Promise<Answer> =>
  bank.call('POST', '/v1/user/balances/crypto-and-fiat', { ...anna, ...more, externalUserId })
const withoutKyc = {
  get key() {
    return bank.keys.noKyc
  },
}
const createPlain = (externalUserId: string): Promise<Answer> =>
  bank.call(
    'POST',
    '/v1/user/balances/crypto',
    { externalUserId, email: 'b@example.com', firstName: 'Bo', lastName: 'Li' },
    withoutKyc,
  )
const transfer = (body: object, options?: { key: string }): Promise<Answer> =>
  bank.call('POST', '/v1/transfer', { currency: 'eur', ...body }, options)

const cryptos = ['btc', 'eth', 'ltc', 'doge', 'pol', 'usdc', 'usdt']

test('a user with KYC is answered in both nestings, its fiat balance waiting and without IBAN', async () => {
  const { status, body } = await createKyc('shape-1')
  expect(status).toBe(200)
  expect(body).toMatchObject({ poaRequired: false, poaRequiredForExtended: false })
  expect(body.balances).toEqual({ fiatBalances: body.fiatBalances, cryptoBalances: body.cryptoBalances })
  expect(body.fiatBalances).toEqual([
    {
      id: expect.any(String),
      amount: '0.00',
      availableAmount: '0.00',
      heldAmount: '0.00',
      name: 'eur',
      rate: 1,
      iban: null,
      status: 'WAITING_FOR_ACTIVATION',
    },
  ])
  expect(body.cryptoBalances.map((balance: { name: string }) => balance.name)).toEqual(cryptos)
  expect(body.cryptoBalances[5]).toEqual({
    id: expect.any(String),
    amount: '0.000000',
    availableAmount: '0.000000',
    heldAmount: '0.000000',
    name: 'usdc',
    wallet: null,
    wallets: {},
    rate: expect.any(Number),
    networkConfig: {
      ethereum: {
        mainnet: false,
        name: 'Ethereum',
        withdrawal: { feeWithdrawal: 10, minWithdrawal: 1 },
        deposit: { minDeposit: 5 },
      },
      polygon: {
        mainnet: false,
        name: 'Polygon',
        withdrawal: { feeWithdrawal: 0.5, minWithdrawal: 2 },
        deposit: { minDeposit: 0 },
      },
    },
  })
})

test('a number of the network conditions is written as a plain decimal, never with an exponent', async () => {
  const { text } = await createKyc('shape-2')
  expect(text).toContain('"minWithdrawal":0.00005')
  expect(text).not.toMatch(/:[\d.]+e/i)
})

test('a user without KYC has one flat list with eur in it', async () => {
  const { status, body } = await createPlain('flat-1')
  expect(status).toBe(200)
  expect(Object.keys(body)).toEqual(['userId', 'balances'])
  expect(body.balances[0]).toEqual({
    id: expect.any(String),
    amount: '0.00',
    availableAmount: '0.00',
    heldAmount: '0.00',
    name: 'eur',
    wallet: null,
    rate: 1,
  })
  const read = await bank.call('GET', '/v1/user/flat-1/balances', undefined, withoutKyc)
  expect(read.body).toEqual(body)
})

test('both paths of the balances give the same', async () => {
  const created = await createKyc('paths-1')
  const one = await bank.call('GET', '/v1/user/balances/paths-1')
  const other = await bank.call('GET', '/v1/user/paths-1/balances')
  expect(one.body).toEqual(other.body)
  expect(one.body).toEqual({
    userId: created.body.userId,
    poaRequired: false,
    fiatBalances: created.body.fiatBalances,
    cryptoBalances: created.body.cryptoBalances,
  })
})

test('where a proof of address is asked for, both flags say so', async () => {
  const { body } = await createKyc('poa-1', { country: 'am' })
  expect(body).toMatchObject({ poaRequired: true, poaRequiredForExtended: true })
})

test('each model has its own call, the other one gets P491', async () => {
  expect((await bank.call('POST', '/v1/user/balances/crypto', { externalUserId: 'm' })).body.errorCode).toBe('P491')
  const other = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId: 'm' }, withoutKyc)
  expect(other.body.errorCode).toBe('P491')
})

test('an externalUserId is taken for its partner only, and stays taken after deletion', async () => {
  expect((await createKyc('taken')).status).toBe(200)
  expect((await createKyc('taken')).body.errorCode).toBe('P411')
  expect((await createPlain('taken')).status).toBe(200)
  // Known by heart now: a deletion must count all the same.
  expect((await bank.call('GET', '/v1/user/balances/taken')).status).toBe(200)
  const deleted = await bank.call('DELETE', '/v1/user/taken')
  expect(deleted.body).toMatchObject({ externalUserId: 'taken', status: 'DELETED' })
  expect((await createKyc('taken')).body.errorCode).toBe('P411')
  for (const path of ['/v1/user/taken', '/v1/user/balances/taken', '/v1/user/transaction-history/taken']) {
    expect((await bank.call('GET', path)).body.errorCode).toBe('P412')
  }
  expect((await bank.call('DELETE', '/v1/user/taken')).body.errorCode).toBe('P412')
  expect((await transfer({ destinationExternalUserId: 'taken', amount: 1 })).body.errorCode).toBe('P412')
})

test('a user of another partner is answered as one that does not exist', async () => {
  await createKyc('mine')
  const paths: [string, string, object?][] = [
    ['GET', '/v1/user/mine'],
    ['GET', '/v1/user/balances/mine'],
    ['GET', '/v1/user/transaction-history/mine'],
    ['PATCH', '/v1/user/mine', { city: 'X' }],
    ['PATCH', '/v1/user/suspend/mine'],
    ['PATCH', '/v1/user/unsuspend/mine'],
    ['DELETE', '/v1/user/mine'],
  ]
  for (const [method, path, body] of paths) {
    const other = await bank.call(method, path, body, withoutKyc)
    const nobody = await bank.call(method, path.replace('mine', 'nobody'), body, withoutKyc)
    expect(other.body).toEqual(nobody.body)
    expect(other.body.errorCode).toBe('P412')
  }
  expect((await bank.call('GET', '/v1/user/mine')).body.status).toBe('CREATED')
})

test('the list of users has every living user once, newest first', async () => {
  for (let n = 1; n <= 5; n += 1) await createPlain(`list-${n}`)
  await bank.call('DELETE', '/v1/user/list-3', undefined, withoutKyc)
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await bank.call('GET', `/v1/users?limit=2${cursor && `&cursor=${cursor}`}`, undefined, withoutKyc)
    seen.push(...body.users.map((user: { externalUserId: string }) => user.externalUserId))
    cursor = body.nextCursor
  } while (cursor)
  expect(seen.filter(id => id.startsWith('list-'))).toEqual(['list-5', 'list-4', 'list-2', 'list-1'])
  expect(new Set(seen).size).toBe(seen.length)
  expect((await bank.call('GET', '/v1/users?cursor=abc')).body.errorCode).toBe('P403')
})

test('a suspended user can be read and receives, and sends nothing until the suspension is lifted', async () => {
  await createPlain('halt')
  const own = { key: bank.keys.noKyc }
  await transfer({ destinationExternalUserId: 'halt', amount: 5 }, own)
  for (const _ of [1, 2]) {
    const { body } = await bank.call('PATCH', '/v1/user/suspend/halt', undefined, own)
    expect(body.status).toBe('SUSPENDED')
  }
  expect((await transfer({ sourceExternalUserId: 'halt', amount: 1 }, own)).body.errorCode).toBe('P455')
  expect((await transfer({ destinationExternalUserId: 'halt', amount: 2 }, own)).status).toBe(201)
  const balances = await bank.call('GET', '/v1/user/balances/halt', undefined, own)
  expect(balances.body.balances[0].amount).toBe('7.00')
  for (const _ of [1, 2]) {
    const { body } = await bank.call('PATCH', '/v1/user/unsuspend/halt', undefined, own)
    expect(body.status).toBe('ACTIVE')
  }
  expect((await transfer({ sourceExternalUserId: 'halt', amount: 7 }, own)).status).toBe(201)
})

test('suspending tells the partner once, in an event of its own', async () => {
  const { body } = await createPlain('told')
  for (const verb of ['suspend', 'suspend', 'unsuspend', 'unsuspend', 'suspend'])
    await bank.call('PATCH', `/v1/user/${verb}/told`, undefined, withoutKyc)
  await bank.call('DELETE', '/v1/user/told', undefined, withoutKyc)
  const { rows } = await bank.database.owner.query<{ body: string }>(
    `select body from events.event where type = 'user.status' and subject = $1 order by id`,
    [body.userId],
  )
  expect(rows.map(row => JSON.parse(row.body))).toEqual(
    ['SUSPENDED', 'UNSUSPENDED', 'SUSPENDED', 'DELETED'].map(status => ({ externalUserId: 'told', status })),
  )
})

test('a suspended user who is not verified yet does not begin to receive', async () => {
  await createKyc('both')
  await bank.call('PATCH', '/v1/user/suspend/both')
  expect((await transfer({ destinationExternalUserId: 'both', amount: 1 })).body.errorCode).toBe('P459')
  const { body } = await bank.call('PATCH', '/v1/user/unsuspend/both')
  expect(body.status).toBe('CREATED')
  expect((await transfer({ destinationExternalUserId: 'both', amount: 1 })).body.errorCode).toBe('P459')
})

test('a user with money is not deleted, and loses nothing by the attempt', async () => {
  await createPlain('rich')
  const own = { key: bank.keys.noKyc }
  await transfer({ destinationExternalUserId: 'rich', amount: '0.01' }, own)
  expect((await bank.call('DELETE', '/v1/user/rich', undefined, own)).body.errorCode).toBe('P486')
  expect((await bank.call('GET', '/v1/user/rich', undefined, own)).body.status).toBe('ACTIVE')
  expect((await transfer({ sourceExternalUserId: 'rich', amount: '0.01' }, own)).status).toBe(201)
  expect((await bank.call('DELETE', '/v1/user/rich', undefined, own)).body.status).toBe('DELETED')
})

test('before verification everything about a person can be changed, but not to a country that is not served', async () => {
  await createKyc('patch-1', { country: 'PL' })
  const { status } = await bank.call('PATCH', '/v1/user/patch-1', {
    lastName: 'Kowalska',
    country: 'GE',
    phone: '48111222333',
  })
  expect(status).toBe(200)
  expect((await bank.call('GET', '/v1/user/balances/patch-1')).body.poaRequired).toBe(true)
  const refused = await bank.call('PATCH', '/v1/user/patch-1', { country: 'IR' })
  expect(refused.body.errorCode).toBe('P431')
})

test('the partner sees its own balances in the same shape', async () => {
  const { body } = await bank.call('GET', '/v1/partner/balances')
  expect(body.fiatBalances).toHaveLength(1)
  expect(body.fiatBalances[0]).toMatchObject({ name: 'eur', status: 'ACTIVE' })
  expect(body.cryptoBalances.map((balance: { name: string }) => balance.name)).toEqual(cryptos)
})

test('of a deletion and transfers to the user that race, no money is left on a closed account', async () => {
  const own = { key: bank.keys.noKyc }
  for (let round = 1; round <= 5; round += 1) {
    const id = `race-${round}`
    await createPlain(id)
    const [deleted, ...sent] = await Promise.all([
      bank.call('DELETE', `/v1/user/${id}`, undefined, own),
      ...Array.from({ length: 4 }, () => transfer({ destinationExternalUserId: id, amount: 1 }, own)),
    ])
    const booked = sent.filter(answer => answer.status === 201).length
    for (const answer of sent) if (answer.status !== 201) expect(answer.body.errorCode).toBe('P412')
    expect(deleted.status === 200 ? booked : deleted.body.errorCode).toBe(deleted.status === 200 ? 0 : 'P486')
  }
})
