import { formatAmount, zero } from '../../kit/money.ts'
import { type AssetSums, amountOf, availableOf, noSums, type OwnAccounts, type OwnSums } from '../ledger/index.ts'
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
  /** What follows the last sum. */
  readonly tail: string
}

const beforeSums = '","amount":"'
const afterSums = '","name":"'

type PhrasesOf = (asset: string) => Phrases

/** By kind of chain, of rates that many answers share. */
const known = new WeakMap<RateOf, { main?: PhrasesOf; test?: PhrasesOf }>()

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

/** What an owner has: its accounts, and the sums of those of them that were ever used. */
export interface OwnBalances {
  readonly accounts: OwnAccounts
  readonly sums: OwnSums
}

/** Adds the pieces of the balances, one behind the other. Joined in the end, they are copied once. */
function addBalances(
  pieces: string[],
  { accounts, sums }: OwnBalances,
  isShown: (asset: string) => boolean,
  phrases: PhrasesOf,
): void {
  const { assets } = accounts
  let opening = '[{"id":"'
  for (let place = 0; place < assets.length; place += 1) {
    const asset = assets[place] as string
    if (!isShown(asset)) continue
    pieces.push(opening, accounts.idAt(place))
    opening = ',{"id":"'
    const own = sums.find(one => one.asset === asset)
    if (own === undefined) pieces.push(phrases(asset).empty)
    else addSums(pieces, own, phrases(asset))
  }
  pieces.push(opening === ',{"id":"' ? ']}' : '[]}')
}

function addSums(pieces: string[], sums: AssetSums, { tail }: Phrases): void {
  const isUnheld = sums.held === 0n
  const amount = formatAmount(amountOf(sums))
  const available = isUnheld ? amount : formatAmount(availableOf(sums))
  const held = formatAmount(isUnheld ? zero(sums.asset) : { asset: sums.asset, units: sums.held })
  pieces.push('","amount":"', amount, '","availableAmount":"', available, '","heldAmount":"', held, tail)
}

const isEur = (asset: string): boolean => asset === 'eur'
const isCrypto = (asset: string): boolean => asset !== 'eur'
const isAny = (): boolean => true

/** The same bytes as `JSON.stringify({ userId, ...balancePairOf(…) })`. */
export function pairText(owner: BalanceOwner, balances: OwnBalances, setting: PairSetting): string {
  const { accounts, sums } = balances
  const fiat = accounts.assets.filter(isEur).map(asset => {
    const eur = { ...noSums, ...sums.find(one => one.asset === asset), asset, accountId: accounts.idOf(asset) ?? '' }
    return fiatViewOf(owner, eur, setting.dialect)
  })
  const pieces = ['{"userId":"', owner.id, '","poaRequired":', String(needsProofOfAddress(owner)), ',"fiatBalances":']
  pieces.push(JSON.stringify(fiat), ',"cryptoBalances":')
  addBalances(pieces, balances, isCrypto, phrasesOf(setting))
  return pieces.join('')
}

/** The same bytes as `JSON.stringify({ userId, balances: flatBalancesOf(…) })`. */
export function flatText(owner: BalanceOwner, balances: OwnBalances, setting: BalanceSetting): string {
  const pieces = ['{"userId":"', owner.id, '","balances":']
  addBalances(pieces, balances, isAny, phrasesOf(setting))
  return pieces.join('')
}
