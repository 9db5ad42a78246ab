import { formatAmount, zero } from '../../kit/money.ts'
import { type AccountSums, amountOf, availableOf, noSums } from '../ledger/index.ts'
import { flatEurBalanceOf, type RateOf } from '../partners/index.ts'
import { type BalanceOwner, needsProofOfAddress } from './user.ts'
import { type BalanceSetting, fiatViewOf, type PairSetting, walletlessViewOf } from './user-view.ts'

/*
 * Answers with balances as text, for the read that partners make most. Three quarters of such an answer are conditions
 * that change with the rates only, so they are written once: measured 8 µs an answer instead of 50 by way of objects.
 */

/** What stands behind the id of a crypto balance. */
interface Phrases {
  /** All of it, of a balance where every sum is zero. */
  readonly empty: string
  /** What follows the sums. */
  readonly tail: string
}

/** By kind of chain and asset, of rates that many answers share. */
const known = new WeakMap<RateOf, Record<'main' | 'test', Map<string, Phrases>>>()

const beforeSums = '"amount":'
const afterSums = '"name":'

function phrasesOf(asset: string, setting: BalanceSetting): Phrases {
  let byChain = known.get(setting.rateOf)
  if (byChain === undefined) known.set(setting.rateOf, (byChain = { main: new Map(), test: new Map() }))
  const byAsset = setting.isMainnet ? byChain.main : byChain.test
  let phrases = byAsset.get(asset)
  if (phrases === undefined) byAsset.set(asset, (phrases = write(asset, setting)))
  return phrases
}

function write(asset: string, setting: BalanceSetting): Phrases {
  // Cut from the object itself, so that both always say the same.
  const text = JSON.stringify(walletlessViewOf({ accountId: '', asset, ...noSums }, setting))
  return { empty: text.slice(text.indexOf(beforeSums)), tail: text.slice(text.indexOf(afterSums)) }
}

function cryptoText(balance: AccountSums, setting: BalanceSetting): string {
  const { empty, tail } = phrasesOf(balance.asset, setting)
  const isUnheld = balance.held === 0n
  if (isUnheld && balance.posted === 0n && balance.receivable === 0n) return `{"id":"${balance.accountId}",${empty}`
  const amount = formatAmount(amountOf(balance))
  const available = isUnheld ? amount : formatAmount(availableOf(balance))
  const held = formatAmount(isUnheld ? zero(balance.asset) : { asset: balance.asset, units: balance.held })
  return `{"id":"${balance.accountId}","amount":"${amount}","availableAmount":"${available}","heldAmount":"${held}",${tail}`
}

/** The same bytes as `JSON.stringify({ userId, ...balancePairOf(…) })`. */
export function pairText(owner: BalanceOwner, balances: readonly AccountSums[], setting: PairSetting): string {
  const fiat: string[] = []
  const crypto: string[] = []
  for (const balance of balances) {
    if (balance.asset === 'eur') fiat.push(JSON.stringify(fiatViewOf(owner, balance, setting.dialect)))
    else crypto.push(cryptoText(balance, setting))
  }
  return `{"userId":"${owner.id}","poaRequired":${needsProofOfAddress(owner)},"fiatBalances":[${fiat.join()}],"cryptoBalances":[${crypto.join()}]}`
}

/** The same bytes as `JSON.stringify({ userId, balances: flatBalancesOf(…) })`. */
export function flatText(owner: BalanceOwner, balances: readonly AccountSums[], setting: BalanceSetting): string {
  const texts = balances.map(balance =>
    balance.asset === 'eur' ? JSON.stringify(flatEurBalanceOf(balance)) : cryptoText(balance, setting),
  )
  return `{"userId":"${owner.id}","balances":[${texts.join()}]}`
}
