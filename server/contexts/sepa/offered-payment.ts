import { createHash } from 'node:crypto'
import type { InterbankCreditTransfer } from '../../iso20022/index.ts'
import { given, type Payment, readSlip } from './payment.ts'

/** An incoming instant payment as its bank offers it. */
export interface OfferedPayment extends Payment {
  readonly transactionId: string | null
  readonly currency: string
  /** When the payer's bank took the order: the ten seconds count from here. */
  readonly acceptedAt: Date | undefined
}

/**
 * Reads one transaction of a pacs.008. Its identity is of the payer's bank and the id that this bank gave it, since ours
 * has not booked it yet.
 */
export function offeredPayment(
  transaction: InterbankCreditTransfer,
  { ourIban, transactionIndex }: { readonly ourIban: string; readonly transactionIndex: number },
): OfferedPayment {
  const transactionId = given(transaction.transactionId) ?? null
  const { slip, references } = readSlip({
    name: transaction.debtor.name,
    iban: transaction.debtorAccount?.iban,
    bic: transaction.debtorAgent.bic,
    remittance: transaction.remittanceInformation,
    endToEndId: transaction.endToEndId,
  })
  const identity = createHash('sha256')
    .update(JSON.stringify([ourIban, 'instant', slip.senderBic, transactionId ?? transaction.endToEndId]))
    .digest()
  const acceptedAt = transaction.acceptanceDateTime === undefined ? undefined : new Date(transaction.acceptanceDateTime)
  return {
    identity,
    entryReference: null,
    bookingDay: null,
    entryIndex: 0,
    transactionIndex,
    scheme: 'INST',
    units: transaction.interbankSettlementAmount.units,
    currency: transaction.interbankSettlementAmount.currency,
    valueDate: transaction.interbankSettlementDate ?? null,
    bankReference: null,
    transactionId,
    uetr: transaction.uetr ?? null,
    creditorIban: transaction.creditorAccount?.iban?.toUpperCase() ?? null,
    references,
    returnOf: undefined,
    slip,
    acceptedAt,
  }
}
