import { party } from './party.ts'
import { optional, record, some, type ValueOf } from './shape.ts'
import { text } from './simple-types.ts'

const reasonFields = {
  /** Who says so: the name of a customer, or a bank by its BIC (`organisationId.anyBic`). */
  originator: optional('Orgtr', party),
  /** See `reason-codes.ts` for what the codes mean. */
  reasonCode: optional('Rsn/Cd', text(4)),
  reasonProprietary: optional('Rsn/Prtry', text(35)),
  additionalInformation: some('AddtlInf', text(105)),
}
/**
 * Why a payment was rejected (StatusReasonInformation12), given back (PaymentReturnReason6), recalled (PaymentCancellationReason5)
 * or not given back (CancellationStatusReason4): the four components are built the same.
 */
export interface ReasonInformation extends ValueOf<typeof reasonFields> {}
export const reasonInformation = record(reasonFields, { atMostOne: [['reasonCode', 'reasonProprietary']] })
