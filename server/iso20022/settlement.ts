import { account } from './account.ts'
import { agent } from './agent.ts'
import { amount } from './amount.ts'
import { one, optional, record, type ValueOf } from './shape.ts'
import { code, text } from './simple-types.ts'

const settlementFields = {
  /** CLRG: through a clearing system; INDA, INGA: on an account that one of the two keeps for the other. */
  method: one('SttlmMtd', code('INDA', 'INGA', 'COVE', 'CLRG')),
  account: optional('SttlmAcct', account),
  clearingSystem: optional('ClrSys/Cd', text(3)),
  clearingSystemProprietary: optional('ClrSys/Prtry', text(35)),
}
/** SettlementInstruction7. */
export interface Settlement extends ValueOf<typeof settlementFields> {}
export const settlement = record(settlementFields, { atMostOne: [['clearingSystem', 'clearingSystemProprietary']] })

export const chargeBearer = code('DEBT', 'CRED', 'SHAR', 'SLEV')

/** Charges7: what a bank on the way took, or takes. */
export const charges = record({ amount: one('Amt', amount), agent: one('Agt', agent) })
