import { assetOf, CRYPTO_SLUGS, type CryptoSlug, NETWORKS, networksOf } from '@florin/contract/assets.ts'
import { JsonNumber } from '@florin/contract/kernel/json-number.ts'
import type { cryptoBalance, fiatBalance, flatBalance } from '@florin/contract/shapes/balance.ts'
import type { z } from 'zod'
import { type Decimal, formatDecimal, normalizeDecimal } from '../../kit/decimal.ts'
import { formatAmount, moneyOf, toJsonNumber } from '../../kit/money.ts'
import { amountOf, availableOf, type Balance } from '../ledger/index.ts'

export type FiatBalance = z.input<typeof fiatBalance>
export type CryptoBalance = z.input<typeof cryptoBalance>
export type FlatBalance = z.input<typeof flatBalance>

/** EUR for one of an asset, to show what a balance is worth; undefined while nobody has ever said. */
export type PriceOf = (asset: CryptoSlug, now: Date) => Promise<Decimal | undefined>

/** What a balance looks like beside its sums. */
export interface BalanceSetting {
  readonly prices: ReadonlyMap<string, Decimal>
  /** Of a real chain; the sandbox's are not. */
  readonly isMainnet: boolean
}

export async function readPrices(priceOf: PriceOf, now: Date): Promise<ReadonlyMap<string, Decimal>> {
  const found = await Promise.all(CRYPTO_SLUGS.map(async asset => [asset, await priceOf(asset, now)] as const))
  return new Map(found.filter((entry): entry is readonly [CryptoSlug, Decimal] => entry[1] !== undefined))
}

const one = new JsonNumber('1')

/** Shown where there was never a price: the field is a number in every generation of the API. */
const noPrice = new JsonNumber('0')

const sumsOf = (balance: Balance) => ({
  id: balance.accountId,
  amount: formatAmount(amountOf(balance)),
  availableAmount: formatAmount(availableOf(balance)),
  heldAmount: formatAmount({ asset: balance.asset, units: balance.held }),
})

export const fiatBalanceOf = (
  balance: Balance,
  { iban, status }: Pick<FiatBalance, 'iban' | 'status'>,
): FiatBalance => ({ ...sumsOf(balance), name: 'eur', rate: one, iban, status })

export const cryptoBalanceOf = (balance: Balance, { prices, isMainnet }: BalanceSetting): CryptoBalance => {
  const price = prices.get(balance.asset)
  return {
    ...sumsOf(balance),
    name: balance.asset,
    wallet: null,
    wallets: {},
    rate: price === undefined ? noPrice : new JsonNumber(formatDecimal(normalizeDecimal(price))),
    networkConfig: networkConfigOf(balance.asset, isMainnet),
  }
}

export const flatBalanceOf = (balance: Balance, setting: BalanceSetting): FlatBalance =>
  balance.asset === 'eur'
    ? { ...sumsOf(balance), name: 'eur', wallet: null, rate: one }
    : cryptoBalanceOf(balance, setting)

/** The same for every balance of an asset, so made once: most of what an answer with balances holds is this. */
const networkConfigs = new Map<string, CryptoBalance['networkConfig']>()

function networkConfigOf(asset: string, mainnet: boolean): CryptoBalance['networkConfig'] {
  const name = `${asset} ${mainnet}`
  const known = networkConfigs.get(name)
  if (known !== undefined) return known
  const made = makeNetworkConfig(asset, mainnet)
  networkConfigs.set(name, made)
  return made
}

function makeNetworkConfig(asset: string, mainnet: boolean): CryptoBalance['networkConfig'] {
  const numberOf = (text: string): JsonNumber => toJsonNumber(moneyOf(asset, text))
  return Object.fromEntries(
    networksOf(assetOf(asset).slug).map(({ network, withdrawalFee, withdrawalMinimum, depositMinimum }) => [
      network,
      {
        mainnet,
        name: NETWORKS[network].name,
        withdrawal: { feeWithdrawal: numberOf(withdrawalFee), minWithdrawal: numberOf(withdrawalMinimum) },
        deposit: { minDeposit: numberOf(depositMinimum) },
      },
    ]),
  )
}
