import { formatAmount, zero } from '../../kit/money.ts'
import { type AccountSums, amountOf, availableOf, noSums } from '../ledger/index.ts'
import { flatEurBalanceOf, type RateOf } from '../partners/index.ts'
import { type BalanceOwner, needsProofOfAddress } from './user.ts'
import { type BalanceSetting, fiatViewOf, type PairSetting, walletlessViewOf } from './user-view.ts'

/*
 * Answers with balances as text, for the read that partners make most. Three quarters of such an answer are conditions
 * that change with the rates only, so they are written once: measured 8 µs an answer instead of 50 by way of objects.
 */

/** What stands behind the id of a crypto balance, or of eur in the one list. */
interface Phrases {
  /** All of it, of a balance where every sum is zero. */
  readonly empty: string
  /** What follows the sums. */
  readonly tail: string
}

type PhrasesOf = (asset: string) => Phrases

/** By kind of chain, of rates that many answers share. */
const known = new WeakMap<RateOf, { main?: PhrasesOf; test?: PhrasesOf }>()

const beforeSums = '"amount":'
const afterSums = '"name":'

function phrasesOf(setting: BalanceSetting): PhrasesOf {
  const chain = setting.isMainnet ? 'main' : 'test'
  const byChain = known.get(setting.rateOf) ?? {}
  known.set(setting.rateOf, byChain)
  return (byChain[chain] ??= writer(setting))
}

function writer(setting: BalanceSetting): PhrasesOf {
  const byAsset = new Map<string, Phrases>()
  return asset => {
    const written = byAsset.get(asset)
    if (written !== undefined) return written
    // Cut from the object itself, so that both always say the same.
    const nothing = { accountId: '', asset, ...noSums }
    const text = JSON.stringify(asset === 'eur' ? flatEurBalanceOf(nothing) : walletlessViewOf(nothing, setting))
    const phrases = { empty: text.slice(text.indexOf(beforeSums)), tail: text.slice(text.indexOf(afterSums)) }
    byAsset.set(asset, phrases)
    return phrases
  }
}

/** Adds the pieces of a balance. Joined in the end, they are copied once. */
function addBalance(pieces: string[], balance: AccountSums, { empty, tail }: Phrases): void {
  const isUnheld = balance.held === 0n
  if (isUnheld && balance.posted === 0n && balance.receivable === 0n) {
    pieces.push('{"id":"', balance.accountId, '",', empty)
    return
  }
  const amount = formatAmount(amountOf(balance))
  const available = isUnheld ? amount : formatAmount(availableOf(balance))
  const held = formatAmount(isUnheld ? zero(balance.asset) : { asset: balance.asset, units: balance.held })
  pieces.push('{"id":"', balance.accountId, '","amount":"', amount, '","availableAmount":"', available)
  pieces.push('","heldAmount":"', held, '",', tail)
}

/** The same bytes as `JSON.stringify({ userId, ...balancePairOf(…) })`. */
export function pairText(owner: BalanceOwner, balances: readonly AccountSums[], setting: PairSetting): string {
  const phrases = phrasesOf(setting)
  const fiat = balances.filter(({ asset }) => asset === 'eur').map(eur => fiatViewOf(owner, eur, setting.dialect))
  const pieces = ['{"userId":"', owner.id, '","poaRequired":', String(needsProofOfAddress(owner)), ',"fiatBalances":']
  pieces.push(JSON.stringify(fiat), ',"cryptoBalances":')
  let before = '['
  for (const balance of balances) {
    if (balance.asset === 'eur') continue
    pieces.push(before)
    addBalance(pieces, balance, phrases(balance.asset))
    before = ','
  }
  pieces.push(before === '[' ? '[]}' : ']}')
  return pieces.join('')
}

/** The same bytes as `JSON.stringify({ userId, balances: flatBalancesOf(…) })`. */
export function flatText(owner: BalanceOwner, balances: readonly AccountSums[], setting: BalanceSetting): string {
  const phrases = phrasesOf(setting)
  const pieces = ['{"userId":"', owner.id, '","balances":']
  let before = '['
  for (const balance of balances) {
    pieces.push(before)
    addBalance(pieces, balance, phrases(balance.asset))
    before = ','
  }
  pieces.push(before === '[' ? '[]}' : ']}')
  return pieces.join('')
}
