import { nameId } from '../../kit/ids.ts'

/*
 * The chart of accounts. The same rows are in the database (ledger.chart); a test holds the two together.
 * Every partner has its own sub-account of every house account, in every asset.
 */

export type AccountClass = 'asset' | 'liability' | 'income' | 'expense' | 'equity'

export const chart = {
  'bank-safeguarding': 'asset',
  'bank-own': 'asset',
  'chain-deposit': 'asset',
  'chain-hot': 'asset',
  'card-settlement': 'asset',
  'customer-receivable': 'asset',
  customer: 'liability',
  partner: 'liability',
  suspense: 'liability',
  'in-transit-sepa-in': 'liability',
  'in-transit-sepa-out': 'liability',
  'in-transit-chain-in': 'liability',
  'in-transit-chain-out': 'liability',
  'in-transit-card': 'liability',
  'fee-exchange': 'income',
  'fee-sepa': 'income',
  'fee-crypto': 'income',
  'fee-card': 'income',
  'cost-rail': 'expense',
  'cost-network': 'expense',
  'own-funds': 'equity',
  'fx-position': 'equity',
  rounding: 'equity',
} as const satisfies Record<string, AccountClass>

export type AccountCode = keyof typeof chart
export type HouseCode = Exclude<AccountCode, 'customer' | 'partner'>

/** Assets and expenses grow by debits, the others by credits. */
export const growsByDebit = (code: AccountCode): boolean => chart[code] === 'asset' || chart[code] === 'expense'

/** The id of a partner's sub-account of a house account; the nil partner's are the platform's own. */
export const houseAccount = (partnerId: string, code: HouseCode, asset: string): string =>
  nameId(`house|${partnerId}|${code}|${asset}`)

/** The id of the partner's own balance. */
export const partnerAccount = (partnerId: string, asset: string): string =>
  nameId(`house|${partnerId}|partner|${asset}`)
