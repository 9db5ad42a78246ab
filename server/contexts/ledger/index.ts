export { type AccountState, amountOf, availableOf, type Balance } from './balance.ts'
export {
  type AccountClass,
  type AccountCode,
  chart,
  growsByDebit,
  type HouseCode,
  houseAccount,
  partnerAccount,
} from './chart.ts'
export { findBalances, openCustomerAccounts, openPartnerAccounts, setAccountState } from './store.ts'
