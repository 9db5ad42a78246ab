import { LRUCache } from 'lru-cache'
import { formatAmount, zero } from '../../kit/money.ts'
import { amountOf, availableOf, type Balance } from '../ledger/index.ts'
import { flatEurBalanceOf } from '../partners/index.ts'
import type { BalanceOwner } from './balance-reader.ts'
import { needsProofOfAddress } from './user.ts'
import { type BalanceSetting, fiatViewOf, type PairSetting, walletlessViewOf } from './user-view.ts'

/*
 * Answers with balances as text, for the read that partners make most. Three quarters of such an answer are conditions
 * that change with the rates only, so they are written once: measured 8 µs an answer instead of 50 by way of objects.
 */

/** What follows the sums, by asset, rate and kind of chain. Rates move, so old ones fall out. */
const tails = new LRUCache<string, string>({ max: 500 })

const tailBegin = '"name":'

function tailOf(asset: string, setting: BalanceSetting): string {
  const name = `${asset} ${setting.rateOf(asset).source} ${setting.isMainnet}`
  const known = tails.get(name)
  if (known !== undefined) return known
  // Cut from the object itself, so that both always say the same.
  const empty: Balance = { accountId: '', ownerId: '', asset, state: 'open', posted: 0n, held: 0n, receivable: 0n }
  const text = JSON.stringify(walletlessViewOf(empty, setting))
  const made = text.slice(text.indexOf(tailBegin))
  tails.set(name, made)
  return made
}

function cryptoText(balance: Balance, setting: BalanceSetting): string {
  const amount = formatAmount(amountOf(balance))
  const isFree = balance.held === 0n
  const available = isFree ? amount : formatAmount(availableOf(balance))
  const held = formatAmount(isFree ? zero(balance.asset) : { asset: balance.asset, units: balance.held })
  return `{"id":"${balance.accountId}","amount":"${amount}","availableAmount":"${available}","heldAmount":"${held}",${tailOf(balance.asset, setting)}`
}

/** The same bytes as `JSON.stringify({ userId, ...balancePairOf(…) })`. */
export function pairText(owner: BalanceOwner, balances: readonly Balance[], setting: PairSetting): string {
  const fiat: string[] = []
  const crypto: string[] = []
  for (const balance of balances) {
    if (balance.asset === 'eur') fiat.push(JSON.stringify(fiatViewOf(owner, balance, setting.dialect)))
    else crypto.push(cryptoText(balance, setting))
  }
  return `{"userId":"${owner.id}","poaRequired":${needsProofOfAddress(owner)},"fiatBalances":[${fiat.join()}],"cryptoBalances":[${crypto.join()}]}`
}

/** The same bytes as `JSON.stringify({ userId, balances: flatBalancesOf(…) })`. */
export function flatText(owner: BalanceOwner, balances: readonly Balance[], setting: BalanceSetting): string {
  const texts = balances.map(balance =>
    balance.asset === 'eur' ? JSON.stringify(flatEurBalanceOf(balance)) : cryptoText(balance, setting),
  )
  return `{"userId":"${owner.id}","balances":[${texts.join()}]}`
}
