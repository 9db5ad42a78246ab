import type { Camt029, Camt056 } from '../../iso20022/index.ts'
import type { Institution } from './deposit-info.ts'
import { railId } from './outgoing.ts'
import type { Payout, PayoutOrder } from './payout.ts'
import type { Recall } from './recall.ts'
import { nearestName } from './receiver.ts'

const assignment = (outgoingId: string, { bic }: Institution, now: Date) => ({
  id: railId(outgoingId),
  assigner: { agent: { bic } },
  // The bank of the other side, which ours knows.
  assignee: { agent: { otherId: 'NOTPROVIDED' } },
  creationDateTime: now.toISOString(),
})

/** We want a payment of ours back: camt.056. */
export function recallQuestionOf(
  outgoingId: string,
  recall: Pick<Recall, 'id' | 'reasonCode' | 'money'>,
  payout: Payout,
  order: PayoutOrder,
  institution: Institution,
  now: Date,
): Camt056 {
  return {
    assignment: assignment(outgoingId, institution, now),
    numberOfTransactions: 1,
    underlying: [
      {
        transactions: [
          {
            cancellationId: railId(recall.id),
            originalMessage: {
              originalMessageIdentification: railId(payout.outgoingId ?? ''),
              originalMessageNameIdentification: 'pacs.008.001.08',
            },
            originalInstructionId: railId(payout.id),
            originalEndToEndId: railId(payout.id),
            originalTransactionId: railId(payout.id),
            originalInterbankSettlementAmount: { currency: 'EUR', units: recall.money.units },
            cancellationReasons: [
              { originator: { name: nearestName(institution.holder) }, reasonCode: recall.reasonCode },
            ],
            originalTransactionReference: {
              creditor: { name: order.receiverName },
              creditorAccount: { iban: order.destinationIban },
            },
          },
        ],
      },
    ],
  }
}

/** It is not given back: camt.029. What is, comes as a return. */
export function recallRefusalOf(
  outgoingId: string,
  recall: Recall,
  refusalCode: string,
  institution: Institution,
  now: Date,
): Camt029 {
  const { originalMessageId, originalEndToEndId, originalTransactionId } = recall
  return {
    assignment: assignment(outgoingId, institution, now),
    confirmation: 'RJCR',
    cancellationDetails: [
      {
        transactions: [
          {
            cancellationStatusId: railId(recall.id),
            ...(recall.cancellationId === null
              ? {}
              : { resolvedCase: { id: recall.cancellationId, creator: { agent: { otherId: 'NOTPROVIDED' } } } }),
            ...(originalMessageId === null
              ? {}
              : {
                  originalMessage: {
                    originalMessageIdentification: originalMessageId,
                    originalMessageNameIdentification: 'pacs.008.001.08',
                  },
                }),
            ...(originalEndToEndId === null ? {} : { originalEndToEndId }),
            ...(originalTransactionId === null ? {} : { originalTransactionId }),
            cancellationStatus: 'RJCR',
            cancellationStatusReasons: [
              { originator: { name: nearestName(institution.holder) }, reasonCode: refusalCode },
            ],
            originalInterbankSettlementAmount: { currency: 'EUR', units: recall.money.units },
          },
        ],
      },
    ],
  }
}
