import { codeOrProprietary } from './code-or-proprietary.ts'
import { optional, record, some, type ValueOf } from './shape.ts'
import { code, text } from './simple-types.ts'

const fields = {
  instructionPriority: optional('InstrPrty', code('HIGH', 'NORM')),
  /** PaymentTypeInformation28 alone has it, in pacs.008. */
  clearingChannel: optional('ClrChanl', code('RTGS', 'RTNS', 'MPNS', 'BOOK')),
  /** `SEPA` in the EPC's schemes. */
  serviceLevels: some('SvcLvl', codeOrProprietary()),
  /** `INST` for SCT Inst. */
  localInstrument: optional('LclInstrm/Cd', text(35)),
  localInstrumentProprietary: optional('LclInstrm/Prtry', text(35)),
  categoryPurpose: optional('CtgyPurp/Cd', text(4)),
  categoryPurposeProprietary: optional('CtgyPurp/Prtry', text(35)),
}
const choices = {
  atMostOne: [
    ['localInstrument', 'localInstrumentProprietary'],
    ['categoryPurpose', 'categoryPurposeProprietary'],
  ],
} as const
const { clearingChannel: _, ...customerFields } = fields

/** PaymentTypeInformation28, between banks. */
export interface InterbankPaymentType extends ValueOf<typeof fields> {}
export const interbankPaymentType = record(fields, choices)

/** PaymentTypeInformation26, from a customer to its bank. */
export interface PaymentType extends ValueOf<typeof customerFields> {}
export const paymentType = record(customerFields, choices)
