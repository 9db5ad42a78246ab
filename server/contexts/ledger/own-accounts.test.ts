import { expect, test } from 'vitest'
import { uuidv7 } from '../../kit/ids.ts'
import { OwnAccounts } from './own-accounts.ts'

const opened = () => ['eur', 'btc', 'usdc'].map(asset => ({ asset, accountId: uuidv7(new Date()) }))

test('accounts that are kept as one text are found by place and by asset', () => {
  const given = opened()
  const kept = new OwnAccounts(given)
  expect(kept.assets.map((asset, place) => ({ asset, accountId: kept.idAt(place) }))).toEqual(given)
  for (const { asset, accountId } of given) expect(kept.idOf(asset)).toBe(accountId)
  expect(kept.idOf('doge')).toBeUndefined()
  expect(new OwnAccounts([]).idOf('eur')).toBeUndefined()
})

test('customers with the same assets share the list of them', () => {
  const [one, other, fewer] = [new OwnAccounts(opened()), new OwnAccounts(opened()), new OwnAccounts(opened().slice(1))]
  expect(one.assets).toBe(other.assets)
  expect(fewer.assets).toEqual(['btc', 'usdc'])
})
