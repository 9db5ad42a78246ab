import type { IncomingCredit } from '../../../contexts/sepa/index.ts'
import { MalformedMessage, readPacs002, writePacs008 } from '../../../iso20022/index.ts'
import { type BankCustomer, messageIdOf } from './notification.ts'
import type { NewBooking } from './store.ts'

/** A transfer from another bank as the account will show it. `id` names it there: payment, transaction and end-to-end id. */
export const bookingOfCredit = (credit: IncomingCredit, id: string): NewBooking => ({
  direction: 'CRDT',
  units: credit.money.units,
  creditorName: null,
  creditorIban: credit.creditorIban,
  debtorName: credit.senderName,
  debtorIban: credit.senderIban,
  instructionId: null,
  endToEndId: messageIdOf(id),
  transactionId: `T${messageIdOf(id)}`,
  remittance: credit.remittance === '' ? null : credit.remittance,
  returnReason: null,
})

/** The payer's bank in the sandbox, whoever it is. */
const payerBic = 'SIMBLT20XXX'

/** Another bank offers an instant payment: pacs.008 with local instrument INST. The ten seconds count from now. */
export function offerOf(id: string, booking: NewBooking, { holder, bic }: BankCustomer, now: Date): Uint8Array {
  const amount = { currency: 'EUR', units: booking.units }
  const at = now.toISOString()
  return writePacs008({
    groupHeader: {
      messageIdentification: messageIdOf(id),
      creationDateTime: at,
      numberOfTransactions: 1,
      totalInterbankSettlementAmount: amount,
      interbankSettlementDate: at.slice(0, 10),
      settlementInformation: { method: 'CLRG' },
      paymentTypeInformation: { serviceLevels: [{ code: 'SEPA' }], localInstrument: 'INST' },
      instructedAgent: { bic },
    },
    transactions: [
      {
        endToEndId: booking.endToEndId ?? 'NOTPROVIDED',
        transactionId: booking.transactionId ?? messageIdOf(id),
        interbankSettlementAmount: amount,
        acceptanceDateTime: at,
        chargeBearer: 'SLEV',
        debtor: { name: booking.debtorName ?? 'NOTPROVIDED' },
        debtorAccount: { iban: booking.debtorIban ?? '' },
        debtorAgent: { bic: payerBic },
        creditorAgent: { bic },
        creditor: { name: booking.creditorName ?? holder },
        creditorAccount: { iban: booking.creditorIban ?? '' },
        ...(booking.remittance === null ? {} : { remittanceInformation: { unstructured: [booking.remittance] } }),
      },
    ],
  })
}

/** The customer's word about one payment. */
export interface Word {
  readonly reference: string
  readonly status: 'ACCP' | 'RJCT'
  readonly reason: string | null
}

/** Throws `MalformedMessage` for what is no word about a payment. */
export function wordsOf(bytes: Uint8Array): Word[] {
  return readPacs002(bytes).transactions.map(
    ({ originalTransactionId: reference, transactionStatus, statusReasons }) => {
      const status = transactionStatus === 'ACCP' || transactionStatus === 'RJCT' ? transactionStatus : undefined
      if (reference === undefined || status === undefined) throw new MalformedMessage('a word about nothing')
      return { reference, status, reason: statusReasons?.[0]?.reasonCode ?? null }
    },
  )
}
