import type { InterbankCreditTransfer, Pacs008, Pacs028 } from '../../iso20022/index.ts'
import { berlinDay } from '../../kit/calendar.ts'
import type { Institution } from './deposit-info.ts'
import { railId } from './outgoing.ts'
import type { Payout, PayoutOrder } from './payout.ts'
import { nearestName } from './receiver.ts'

/** From the acceptance to the answer of the receiver's bank (SCT Inst rulebook): afterwards nobody may accept it any more. */
export const instantLimitMs = 10_000

/** Where a BIC may be left out (IBAN only). */
const notProvided = { otherId: 'NOTPROVIDED' }

/** One payment that is settled within seconds, at any hour: pacs.008 with local instrument INST. */
export function instantOrderOf(
  outgoingId: string,
  payout: Payout,
  order: PayoutOrder,
  institution: Institution,
  now: Date,
): Pacs008 {
  const amount = { currency: 'EUR', units: payout.money.units }
  const settlementDay = berlinDay(now)
  const us = { bic: institution.bic }
  const transaction: InterbankCreditTransfer = {
    instructionId: railId(payout.id),
    endToEndId: railId(payout.id),
    transactionId: railId(payout.id),
    interbankSettlementAmount: amount,
    acceptanceDateTime: now.toISOString(),
    chargeBearer: 'SLEV',
    ultimateDebtor: { name: order.debtorName },
    debtor: { name: nearestName(institution.holder) },
    debtorAccount: { iban: institution.accountIban },
    debtorAgent: us,
    creditorAgent: notProvided,
    creditor: { name: order.receiverName },
    creditorAccount: { iban: order.destinationIban },
    remittanceInformation: { unstructured: [order.transferTitle] },
  }
  return {
    groupHeader: {
      messageIdentification: railId(outgoingId),
      creationDateTime: now.toISOString(),
      numberOfTransactions: 1,
      totalInterbankSettlementAmount: amount,
      interbankSettlementDate: settlementDay,
      settlementInformation: { method: 'CLRG' },
      paymentTypeInformation: { serviceLevels: [{ code: 'SEPA' }], localInstrument: 'INST' },
      instructingAgent: us,
    },
    transactions: [transaction],
  }
}

/** What became of it? pacs.028, where no answer came in time. */
export function investigationOf(
  outgoingId: string,
  payout: Payout,
  { outgoingId: originalId, submittedAt }: Pick<Payout, 'outgoingId' | 'submittedAt'>,
  institution: Institution,
  now: Date,
): Pacs028 {
  return {
    groupHeader: {
      messageIdentification: railId(outgoingId),
      creationDateTime: now.toISOString(),
      instructingAgent: { bic: institution.bic },
    },
    originalGroups: [
      {
        originalMessageIdentification: railId(originalId ?? ''),
        originalMessageNameIdentification: 'pacs.008.001.08',
      },
    ],
    transactions: [
      {
        statusRequestId: railId(outgoingId),
        originalInstructionId: railId(payout.id),
        originalEndToEndId: railId(payout.id),
        originalTransactionId: railId(payout.id),
        ...(submittedAt === null ? {} : { acceptanceDateTime: submittedAt.toISOString() }),
      },
    ],
  }
}
