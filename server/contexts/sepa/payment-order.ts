import { type Pain001, totalsOf } from '../../iso20022/index.ts'
import { executionDay } from '../../kit/calendar.ts'
import type { Institution } from './deposit-info.ts'
import { railId } from './outgoing.ts'
import type { Payout, PayoutOrder } from './payout.ts'
import { nearestName } from './receiver.ts'

/** Until then the bank executes on the same day, by the clock of Frankfurt. */
export const cutOff = '15:00'

/** The order to our bank for these payments, from our account, on behalf of their owners. */
export function paymentOrderOf(
  outgoingId: string,
  payouts: readonly { readonly payout: Payout; readonly order: PayoutOrder }[],
  institution: Institution,
  now: Date,
): Pain001 {
  const messageIdentification = railId(outgoingId)
  const totals = totalsOf(payouts.map(({ payout }) => ({ currency: 'EUR', units: payout.money.units })))
  const us = { name: nearestName(institution.holder) }
  return {
    groupHeader: { messageIdentification, creationDateTime: now.toISOString(), ...totals, initiatingParty: us },
    paymentInstructions: [
      {
        paymentInformationIdentification: messageIdentification,
        paymentMethod: 'TRF',
        // Each payment is an entry of its own: their returns are told apart by it.
        batchBooking: false,
        ...totals,
        paymentTypeInformation: { serviceLevels: [{ code: 'SEPA' }] },
        requestedExecutionDate: executionDay(now, cutOff),
        debtor: us,
        debtorAccount: { iban: institution.accountIban },
        debtorAgent: { bic: institution.bic },
        chargeBearer: 'SLEV',
        transactions: payouts.map(({ payout, order }) => ({
          instructionId: railId(payout.id),
          endToEndId: railId(payout.id),
          instructedAmount: { currency: 'EUR', units: payout.money.units },
          ultimateDebtor: { name: order.debtorName },
          creditor: { name: order.receiverName },
          creditorAccount: { iban: order.destinationIban },
          remittanceInformation: { unstructured: [order.transferTitle] },
        })),
      },
    ],
  }
}
