import type { RecalledCredit } from '../../../contexts/sepa/index.ts'
import { type Camt056, type RecallAnswer, writeCamt029, writeCamt056 } from '../../../iso20022/index.ts'
import { recallOutcomeOf } from './magic-ibans.ts'
import { type BankCustomer, messageIdOf } from './notification.ts'
import type { Booking, NewBooking } from './store.ts'

const notProvided = { agent: { otherId: 'NOTPROVIDED' } }

/** What the bank that was paid does with a recall of the customer's. */
export interface TakenRecall {
  /** What goes back, of these bookings. */
  readonly givenBack: readonly NewBooking[]
  /** The camt.029 for what does not; undefined: all goes back, or nobody answers. */
  readonly answer: Uint8Array | undefined
}

/** The references of the payments that a recall of the customer's is about. */
export const recalledReferences = (recall: Camt056): string[] =>
  recall.underlying.flatMap(({ transactions }) => transactions.flatMap(each => each.originalEndToEndId ?? []))

/** Decides by the receivers' IBANs. A payment that the bank did not make is not known to the other one (NOOR). */
export function takeRecall(
  recall: Camt056,
  paid: readonly Booking[],
  { bic }: BankCustomer,
  { answerId, now }: { readonly answerId: string; readonly now: Date },
): TakenRecall {
  const givenBack: NewBooking[] = []
  const refused: RecallAnswer[] = []
  for (const { cancellationId, originalEndToEndId } of recall.underlying.flatMap(each => each.transactions)) {
    const booking = paid.find(each => each.endToEndId === originalEndToEndId)
    const outcome =
      booking === undefined ? { kind: 'refuse' as const, code: 'NOOR' } : recallOutcomeOf(booking.creditorIban ?? '')
    if (outcome.kind === 'give-back' && booking !== undefined) givenBack.push(asNew(booking))
    if (outcome.kind !== 'refuse') continue
    refused.push({
      ...(cancellationId === undefined ? {} : { resolvedCase: { id: cancellationId, creator: { agent: { bic } } } }),
      ...(originalEndToEndId === undefined ? {} : { originalEndToEndId }),
      cancellationStatus: 'RJCR',
      cancellationStatusReasons: [{ reasonCode: outcome.code }],
    })
  }
  if (refused.length === 0) return { givenBack, answer: undefined }
  const answer = writeCamt029({
    assignment: {
      id: messageIdOf(answerId),
      assigner: notProvided,
      assignee: { agent: { bic } },
      creationDateTime: now.toISOString(),
    },
    confirmation: 'RJCR',
    cancellationDetails: [{ transactions: refused }],
  })
  return { givenBack, answer }
}

const asNew = ({ id: _id, bookedAt: _at, bookingDay: _day, ...booking }: Booking): NewBooking => booking

/** Another bank wants a payment back that it has made to the customer: camt.056. */
export const recallOf = (
  id: string,
  { transactionId, endToEndId, money, reason }: RecalledCredit,
  { bic }: BankCustomer,
  now: Date,
): Uint8Array =>
  writeCamt056({
    assignment: {
      id: messageIdOf(id),
      assigner: notProvided,
      assignee: { agent: { bic } },
      creationDateTime: now.toISOString(),
    },
    numberOfTransactions: 1,
    underlying: [
      {
        transactions: [
          {
            cancellationId: messageIdOf(id),
            originalMessage: {
              originalMessageIdentification: transactionId,
              originalMessageNameIdentification: 'pacs.008.001.08',
            },
            ...(endToEndId === '' ? {} : { originalEndToEndId: endToEndId }),
            originalTransactionId: transactionId,
            originalInterbankSettlementAmount: { currency: 'EUR', units: money.units },
            cancellationReasons: [{ reasonCode: reason }],
          },
        ],
      },
    ],
  })
