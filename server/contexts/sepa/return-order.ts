import { type Pacs004, totalsOf } from '../../iso20022/index.ts'
import { executionDay } from '../../kit/calendar.ts'
import type { Deposit, SuspenseReason } from './deposit.ts'
import type { Institution } from './deposit-info.ts'
import { railId } from './outgoing.ts'
import type { Slip } from './payment.ts'
import { cutOff } from './payment-order.ts'
import { nearestName } from './receiver.ts'

/** What the sender's bank is told, in the codes that SEPA has for returns and refusals. */
export const reasonCodes: Readonly<Record<SuspenseReason, string>> = {
  unmatched: 'AC01',
  'user-not-verified': 'AC06',
  'user-closed': 'AC04',
  'sender-pending': 'RR04',
  'sender-rejected': 'RR04',
  'return-failed': 'MS03',
  recalled: 'FOCR',
  'limit-exceeded': 'RR04',
}

/** The message that gives a deposit back. The payer's bank knows the payment by the id that it gave; where it gave none, ours knows it. */
export function returnOrderOf(
  outgoingId: string,
  deposit: Deposit,
  slip: Slip,
  institution: Institution,
  now: Date,
): Pacs004 {
  const amount = { currency: 'EUR', units: deposit.money.units }
  const settlementDay = executionDay(now, cutOff)
  const originalId = deposit.transactionId ?? deposit.bankReference
  return {
    groupHeader: {
      messageIdentification: railId(outgoingId),
      creationDateTime: now.toISOString(),
      ...totalsOf([amount]),
      totalReturnedInterbankSettlementAmount: amount,
      interbankSettlementDate: settlementDay,
      settlementInformation: { method: 'CLRG' },
      instructedAgent: { bic: institution.bic },
    },
    transactions: [
      {
        returnId: railId(deposit.id),
        ...(slip.endToEndId === '' ? {} : { originalEndToEndId: slip.endToEndId }),
        ...(originalId === null ? {} : { originalTransactionId: originalId }),
        originalInterbankSettlementAmount: amount,
        returnedInterbankSettlementAmount: amount,
        interbankSettlementDate: settlementDay,
        chargeBearer: 'SLEV',
        returnReasons: [
          {
            originator: { name: nearestName(institution.holder) },
            reasonCode: reasonCodes[deposit.suspenseReason ?? 'unmatched'],
          },
        ],
        originalTransactionReference: originalOf(slip, institution),
      },
    ],
  }
}

const originalOf = (slip: Slip, institution: Institution) => ({
  ...(slip.remittance === '' ? {} : { remittanceInformation: { unstructured: [slip.remittance.slice(0, 140)] } }),
  ...(slip.senderName === '' ? {} : { debtor: { name: slip.senderName } }),
  ...(slip.senderIban === '' ? {} : { debtorAccount: { iban: slip.senderIban } }),
  ...(slip.senderBic === '' ? {} : { debtorAgent: { bic: slip.senderBic } }),
  creditorAccount: { iban: institution.accountIban },
})
