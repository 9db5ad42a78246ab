import type { InterbankCreditTransfer, Pacs002, Pacs008 } from '../../iso20022/index.ts'
import type { Institution } from './deposit-info.ts'
import type { Offer } from './offer.ts'
import { railId } from './outgoing.ts'
import { nearestName } from './receiver.ts'

/** An offer that was answered, with the payment that it is about. */
export interface AnsweredOffer {
  readonly offer: Offer
  readonly transaction: InterbankCreditTransfer
}

/** Our word about incoming instant payments of one message: pacs.002, accepted (ACCP) or refused (RJCT, with the reason). */
export const offerAnswerOf = (
  outgoingId: string,
  { groupHeader }: Pacs008,
  answered: readonly AnsweredOffer[],
  institution: Institution,
  now: Date,
): Pacs002 => ({
  groupHeader: {
    messageIdentification: railId(outgoingId),
    creationDateTime: now.toISOString(),
    instructingAgent: { bic: institution.bic },
  },
  originalGroups: [
    {
      originalMessageIdentification: groupHeader.messageIdentification,
      originalMessageNameIdentification: 'pacs.008.001.08',
    },
  ],
  transactions: answered.map(({ offer, transaction }) => ({
    statusId: railId(offer.id),
    ...(transaction.instructionId === undefined ? {} : { originalInstructionId: transaction.instructionId }),
    originalEndToEndId: transaction.endToEndId,
    ...(transaction.transactionId === undefined ? {} : { originalTransactionId: transaction.transactionId }),
    ...(transaction.uetr === undefined ? {} : { originalUetr: transaction.uetr }),
    transactionStatus: offer.refusalCode === null ? 'ACCP' : 'RJCT',
    ...(offer.refusalCode === null
      ? {}
      : { statusReasons: [{ originator: { name: nearestName(institution.holder) }, reasonCode: offer.refusalCode }] }),
    ...(transaction.acceptanceDateTime === undefined ? {} : { acceptanceDateTime: transaction.acceptanceDateTime }),
  })),
})
