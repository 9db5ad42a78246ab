import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { formatAmount } from '../../kit/money.ts'
import { amountOf, availableOf, findBalances } from '../ledger/index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api' })
})
afterAll(() => bank.stop())

interface Shown {
  readonly id: string
  readonly name: string
  readonly amount: string
  readonly availableAmount: string
  readonly heldAmount: string
}

test('a read shows every account with what the ledger has, whichever of its sums are zero', async () => {
  const key = { key: bank.keys.noKyc }
  const person = { externalUserId: 'sums', email: 's@example.com', firstName: 'Su', lastName: 'Ms' }
  const { body: created } = await bank.call('POST', '/v1/user/balances/crypto', person, key)
  const read = async (): Promise<readonly Shown[]> =>
    (await bank.call('GET', '/v1/user/sums/balances', undefined, key)).body.balances
  expect(await read()).toEqual(created.balances)

  const { rows } = await bank.database.owner.query<{ partner_id: string; id: string }>(
    `select partner_id, id from users.user where external_user_id = 'sums'`,
  )
  const [{ partner_id: partnerId, id: userId } = { partner_id: '', id: '' }] = rows
  const before = await findBalances(bank.database.pool, partnerId, userId)
  // One account for each way in which three sums are zero or not.
  for (const [bits, { accountId }] of before.entries()) {
    await bank.database.owner.query(
      `update ledger.account set floor = -1e30, posted = $1::numeric * 1e18, held = $2::numeric * 1e18, receivable = $3::numeric * 1e18 where id = $4`,
      [bits & 1, bits & 2, bits & 4, accountId],
    )
  }
  const kept = await findBalances(bank.database.pool, partnerId, userId)
  expect(new Set(kept.map(({ posted, held, receivable }) => `${posted} ${held} ${receivable}`)).size).toBe(8)
  expect(
    (await read()).map(({ id, name, amount, availableAmount, heldAmount }) => [
      id,
      name,
      amount,
      availableAmount,
      heldAmount,
    ]),
  ).toEqual(
    kept.map(balance => [
      balance.accountId,
      balance.asset,
      formatAmount(amountOf(balance)),
      formatAmount(availableOf(balance)),
      formatAmount({ asset: balance.asset, units: balance.held }),
    ]),
  )
})

test('reads of several partners at once show each its own users, whatever they are called', async () => {
  const person = { email: 's@example.com', firstName: 'Su', lastName: 'Ms' }
  const home = {
    phone: '+48123456789',
    country: 'PL',
    citizenship: 'PL',
    city: 'Kraków',
    postCode: '30-001',
    address: 'Rynek 1',
  }
  const both = [
    { key: bank.keys.kyc, open: '/v1/user/balances/crypto-and-fiat', more: home },
    { key: bank.keys.noKyc, open: '/v1/user/balances/crypto', more: {} },
  ]
  const users: string[] = []
  for (const { key, open, more } of both) {
    const { body, text } = await bank.call('POST', open, { ...person, ...more, externalUserId: 'both' }, { key })
    expect(body.userId, text).toBeDefined()
    users.push(body.userId)
  }
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const { key } = both[n % 2] ?? { key: '' }
      return (await bank.call('GET', '/v1/user/both/balances', undefined, { key })).body.userId
    }),
  )
  expect(answers).toEqual(Array.from({ length: 40 }, (_, n) => users[n % 2]))
})
