import { agent } from './agent.ts'
import { party } from './party.ts'
import { optional, record, type ValueOf } from './shape.ts'
import { currency, iban, text } from './simple-types.ts'

const accountFields = {
  iban: optional('Id/IBAN', iban),
  otherId: optional('Id/Othr/Id', text(34)),
  otherIdSchemeName: optional('Id/Othr/SchmeNm/Cd', text(4)),
  type: optional('Tp/Cd', text(4)),
  currency: optional('Ccy', currency),
  name: optional('Nm', text(70)),
}
const oneId = { exactlyOne: [['iban', 'otherId']], requires: [['otherIdSchemeName', 'otherId']] } as const

/** CashAccount38. */
export interface Account extends ValueOf<typeof accountFields> {}
export const account = record(accountFields, oneId)

const ownedAccountFields = {
  ...accountFields,
  owner: optional('Ownr', party),
  servicer: optional('Svcr', agent),
}
/** CashAccount39: the account that a statement or notification is about. */
export interface OwnedAccount extends ValueOf<typeof ownedAccountFields> {}
export const ownedAccount = record(ownedAccountFields, oneId)
