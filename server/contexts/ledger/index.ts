export { type AccountState, amountOf, availableOf, type Balance } from './balance.ts'
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
export { type EntryProof, proveTransaction } from './prove-transaction.ts'
export { sealNextBlock } from './seal.ts'
export { lastBlock } from './seal-store.ts'
export {
  balancesOf,
  findAccountsOf,
  findBalances,
  openCustomerAccounts,
  openPartnerAccounts,
  setAccountState,
} from './store.ts'
export { type Report, verifyBooks } from './verify.ts'
