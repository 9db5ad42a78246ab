export {
  type AccountState,
  type AccountSums,
  type AssetSums,
  amountOf,
  availableOf,
  type Balance,
  noSums,
} from './balance.ts'
export { balanceAt, type TrialLine, trialBalance } from './balance-store.ts'
export {
  type AccountClass,
  type AccountCode,
  chart,
  growsByDebit,
  type HouseCode,
  houseAccount,
  partnerAccount,
} from './chart.ts'
export type { Finding } from './finding.ts'
export { ledgerKept } from './kept-of-people.ts'
export { OwnAccounts } from './own-accounts.ts'
export { type EntryProof, proveTransaction } from './prove-transaction.ts'
export { keyIdOf, sealNextBlock } from './seal.ts'
export { findSigners, lastBlock } from './seal-store.ts'
export {
  findAccountsOf,
  findBalances,
  type OwnSums,
  openCustomerAccounts,
  openPartnerAccounts,
  setAccountState,
  sumsOfOwners,
} from './store.ts'
export { type Report, verifyBooks } from './verify.ts'
