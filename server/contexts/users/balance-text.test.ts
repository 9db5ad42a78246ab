import { ASSET_SLUGS } from '@florin/contract/assets.ts'
import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wireUnit } from '../../kit/money.ts'
import { type AccountSums, OwnAccounts } from '../ledger/index.ts'
import { flatText, type OwnBalances, pairText } from './balance-text.ts'
import type { BalanceOwner } from './user.ts'
import { balancePairOf, flatBalancesOf } from './user-view.ts'

const units = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 12n }))
const balances: fc.Arbitrary<AccountSums[]> = fc
  .tuple(...ASSET_SLUGS.map(() => fc.tuple(units, units, units, fc.uuid())))
  .map(all =>
    ASSET_SLUGS.map((asset, at) => {
      const [posted = 0n, held = 0n, receivable = 0n, accountId = ''] = all[at] ?? []
      const unit = wireUnit(asset)
      const sums = { posted: posted * unit, held: held * unit, receivable: receivable * unit }
      return { accountId, asset, ...sums }
    }),
  )
const owner: fc.Arbitrary<BalanceOwner> = fc.record({
  id: fc.uuid(),
  model: fc.constantFrom('kyc', 'no-kyc'),
  country: fc.constantFrom(null, 'PL', 'AM'),
  poaStatus: fc.constantFrom(null, 'APPROVED', 'WAITING'),
  fiatStatus: fc.constantFrom('WAITING_FOR_ACTIVATION', 'ACTIVE', 'BLOCKED'),
  iban: fc.constantFrom(null, 'PL61109010140000071219812874'),
})
const setting = fc.record({
  rateOf: fc
    .array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 8, maxLength: 8 })
    .map(rates => (asset: string) => new JsonNumber(String(rates[ASSET_SLUGS.indexOf(asset as 'eur')] ?? 0))),
  isMainnet: fc.boolean(),
  dialect: fc.constantFrom('WAITING_FOR_ACTIVATION', 'WAITING_TO_BE_ACTIVATED'),
})

/** As the database tells them: in no order, and not all of those that have nothing. */
const asKept = (what: readonly AccountSums[]): OwnBalances => ({
  accounts: new OwnAccounts(what),
  sums: what
    .filter(({ asset, ...sums }) => asset < 'd' || Object.values(sums).some(sum => typeof sum === 'bigint' && sum > 0n))
    .toReversed(),
})

test('the text of balances is, byte for byte, the JSON of the balances', () => {
  fc.assert(
    fc.property(owner, balances, setting, (who, what, how) => {
      const own = asKept(what)
      expect(pairText(who, own, how)).toBe(JSON.stringify({ userId: who.id, ...balancePairOf(who, what, how) }))
      expect(flatText(who, own, how)).toBe(JSON.stringify({ userId: who.id, balances: flatBalancesOf(what, how) }))
    }),
    { numRuns: 200 },
  )
})
