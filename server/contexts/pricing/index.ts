export {
  type ExchangePrices,
  type ExchangeQuote,
  type ExchangeRefusal,
  exchangeRate,
  type Price,
  type QuotedExchange,
  quoteExchange,
} from './exchange-quote.ts'
export {
  type EffectiveFee,
  effectiveFee,
  effectiveFees,
  type FeeBook,
  type FeeItem,
  type FeeKind,
  type FeeOrigin,
  type FeeOverride,
  type FeeQuote,
  type FeeSchedule,
  type FeeSubject,
  type FeeTerms,
  quoteFee,
} from './fee.ts'
export { keepRatesFresh } from './keep-rates-fresh.ts'
export { type PairPrices, pairPrices } from './pair-prices.ts'
export { type GuardedRates, RateBoard } from './rate-board.ts'
export { mid } from './rate-guard.ts'
export type { Rates, SourcePrice } from './rates.ts'
export { showFees, showFeeTerms, wireFeeKinds } from './show-fees.ts'
export { ShownRates } from './shown-rates.ts'
export {
  addFeeOverride,
  endFeeOverride,
  findFeeOverride,
  listFeeOverrides,
  loadFeeBook,
} from './store.ts'
export { Valuation } from './valuation.ts'
