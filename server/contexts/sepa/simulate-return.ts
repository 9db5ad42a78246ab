import { REASON_CODES } from '../../iso20022/index.ts'
import type { Money } from '../../kit/money.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { openOrder } from './open-order.ts'
import { railId } from './outgoing.ts'
import { findPayout } from './payout-store.ts'

/** A payment of ours that the receiving bank sends back. */
export interface ReturnedPayment {
  /** As our message had it. */
  readonly reference: string
  readonly money: Money
  readonly receiverName: string
  readonly destinationIban: string
  /** A reason code of SEPA. */
  readonly reason: string
}

/** Lets the simulated bank receive it, in the open transaction; the name of the message that will tell of it. */
export type ReceiveReturn = (work: Work, returned: ReturnedPayment) => Promise<string>

const returnCodes = Object.entries(REASON_CODES).flatMap(([code, { texts }]) =>
  texts.return === undefined ? [] : [code],
)

/** The receiving bank returns a payment that has settled. P428: there is none; P403: no reason code of returns. */
export async function simulateReturn(
  work: Work,
  { transferId, reason }: { readonly transferId: string; readonly reason: string },
  receiveReturn: ReceiveReturn,
): Promise<string> {
  const code = reason.toUpperCase()
  if (!returnCodes.includes(code)) {
    throw invalidField('reason', `must be one of the following values: ${returnCodes.join(', ')}`)
  }
  const payout = await findPayout(work.sql, work.partnerId, transferId)
  if (payout?.state !== 'SETTLED') throw new Problem('P428', 'No successful SEPA transfer has this id.')
  const { receiverName, destinationIban } = await openOrder(work, payout)
  const { id, money } = payout
  return receiveReturn(work, { reference: railId(id), money, receiverName, destinationIban, reason: code })
}
