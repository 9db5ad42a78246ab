import { postalAddress } from './party.ts'
import { optional, record, type ValueOf } from './shape.ts'
import { bic, lei, text } from './simple-types.ts'

const agentFields = {
  bic: optional('FinInstnId/BICFI', bic),
  clearingSystemId: optional('FinInstnId/ClrSysMmbId/ClrSysId/Cd', text(5)),
  clearingMemberId: optional('FinInstnId/ClrSysMmbId/MmbId', text(35)),
  lei: optional('FinInstnId/LEI', lei),
  name: optional('FinInstnId/Nm', text(140)),
  postalAddress: optional('FinInstnId/PstlAdr', postalAddress),
  /** `NOTPROVIDED` where the sender may leave the BIC out (IBAN only). */
  otherId: optional('FinInstnId/Othr/Id', text(35)),
  branchId: optional('BrnchId/Id', text(35)),
}
/** BranchAndFinancialInstitutionIdentification6: a bank. */
export interface Agent extends ValueOf<typeof agentFields> {}
export const agent = record(agentFields, { requires: [['clearingSystemId', 'clearingMemberId']], opens: 'FinInstnId' })
