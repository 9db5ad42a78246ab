import { NETWORKS, networksOf, parseCryptoCurrency } from '@florin/contract/assets.ts'
import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import type { cryptoBalance, fiatBalance, flatBalance } from '@florin/contract/shapes/balance.ts'
import type { z } from 'zod'
import { formatAmount } from '../../kit/money.ts'
import { type AccountSums, amountOf, availableOf } from '../ledger/index.ts'

type FiatBalance = z.input<typeof fiatBalance>
type CryptoBalance = z.input<typeof cryptoBalance>

/** EUR for one unit of an asset, as a number of the wire. */
export type RateOf = (asset: string) => JsonNumber

const one = new JsonNumber('1')

const sumsOf = (balance: AccountSums) => ({
  id: balance.accountId,
  amount: formatAmount(amountOf(balance)),
  availableAmount: formatAmount(availableOf(balance)),
  heldAmount: formatAmount({ asset: balance.asset, units: balance.held }),
})

/** The eur balance as the contract shows it. */
export const fiatBalanceOf = (
  balance: AccountSums,
  { iban, status }: { iban: string | null; status: FiatBalance['status'] },
): FiatBalance => ({ ...sumsOf(balance), name: 'eur', rate: one, iban, status })

/** The eur balance in the one flat list of the model without KYC. */
export const flatEurBalanceOf = (balance: AccountSums): z.input<typeof flatBalance> => ({
  ...sumsOf(balance),
  name: 'eur',
  wallet: null,
  rate: one,
})

/** A crypto balance with its deposit addresses by network and the conditions on each network. */
export function cryptoBalanceOf(
  balance: AccountSums,
  { rateOf, wallets, isMainnet }: { rateOf: RateOf; wallets: Readonly<Record<string, string>>; isMainnet: boolean },
): CryptoBalance {
  const { first, config } = networksOn(balance.asset, isMainnet)
  return {
    ...sumsOf(balance),
    name: balance.asset,
    wallet: wallets[first] ?? null,
    wallets: { ...wallets },
    rate: rateOf(balance.asset),
    networkConfig: config,
  }
}

interface Networks {
  readonly first: string
  readonly config: CryptoBalance['networkConfig']
}

/** Most of what an answer with balances holds, and the same in each: made once an asset. */
const made = new Map<string, Networks>()

function networksOn(asset: string, isMainnet: boolean): Networks {
  const name = `${asset}/${isMainnet}`
  const known = made.get(name)
  if (known !== undefined) return known
  const slug = parseCryptoCurrency(asset)
  if (slug === undefined) throw new RangeError(`${asset} lives on no chain`)
  const conditions = networksOf(slug)
  const config = Object.fromEntries(
    conditions.map(({ network, withdrawalFee, withdrawalMinimum, depositMinimum }) => [
      network,
      {
        mainnet: isMainnet,
        name: NETWORKS[network].name,
        withdrawal: {
          feeWithdrawal: new JsonNumber(withdrawalFee),
          minWithdrawal: new JsonNumber(withdrawalMinimum),
        },
        deposit: { minDeposit: new JsonNumber(depositMinimum) },
      },
    ]),
  )
  const networks = { first: conditions[0]?.network ?? '', config }
  made.set(name, networks)
  return networks
}
