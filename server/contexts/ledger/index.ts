export {
  type AccountState,
  type AccountSums,
  amountOf,
  availableOf,
  type Balance,
  noSums,
  type Sums,
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
export { type EntryProof, proveTransaction } from './prove-transaction.ts'
export { sealNextBlock } from './seal.ts'
export { lastBlock } from './seal-store.ts'
export {
  findAccountsOf,
  findBalances,
  type OwnAccount,
  type OwnSums,
  openCustomerAccounts,
  openPartnerAccounts,
  setAccountState,
  sumsOfOwners,
} from './store.ts'
export { type Report, verifyBooks } from './verify.ts'
