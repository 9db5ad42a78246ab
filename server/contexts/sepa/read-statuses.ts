import { explainReason, type Pacs002, type Pain002, type ReasonInformation } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import { endOrder, endOrdered } from './end-ordered.ts'
import { finish, type Message, readJob } from './message.ts'
import { messageStore } from './message-store.ts'
import { idOnRail } from './outgoing.ts'
import type { PaymentError } from './payout.ts'

/** What the bank refuses: one order of ours, or all of a message. What it accepts, or has not decided, says nothing new. */
export type Rejection =
  | { readonly of: 'message'; readonly outgoingId: string; readonly error: PaymentError }
  | { readonly of: 'order'; readonly id: string; readonly error: PaymentError }

const rejected = 'RJCT'

const errorOf = (reasons: readonly ReasonInformation[] = []): PaymentError => {
  const code = reasons[0]?.reasonCode
  return { status: code ?? 'MS03', description: explainReason(code, 'reject') }
}

const ofMessage = (
  status: string | undefined,
  id: string | undefined,
  reasons?: readonly ReasonInformation[],
): Rejection[] => {
  const outgoingId = status === rejected ? idOnRail(id) : undefined
  return outgoingId === undefined ? [] : [{ of: 'message', outgoingId, error: errorOf(reasons) }]
}

const ofOrder = (
  status: string | undefined,
  ids: readonly (string | undefined)[],
  reasons?: readonly ReasonInformation[],
): Rejection[] => {
  const id = status === rejected ? ids.map(idOnRail).find(each => each !== undefined) : undefined
  return id === undefined ? [] : [{ of: 'order', id, error: errorOf(reasons) }]
}

/** Of a pain.002: the group, payment informations (we send one a message, of the message's name) and single payments. */
export const painRejections = ({ originalGroup: group, paymentInstructions }: Pain002): Rejection[] => [
  ...ofMessage(group.groupStatus, group.originalMessageIdentification, group.statusReasons),
  ...paymentInstructions.flatMap(each => [
    ...ofMessage(each.paymentInformationStatus, each.originalPaymentInformationIdentification, each.statusReasons),
    ...each.transactions.flatMap(({ transactionStatus, statusReasons, ...ids }) =>
      ofOrder(transactionStatus, [ids.originalInstructionId, ids.originalEndToEndId], statusReasons),
    ),
  ]),
]

/** Of a pacs.002: the groups and single payments or returns. */
export const pacsRejections = ({ originalGroups, transactions }: Pacs002): Rejection[] => [
  ...originalGroups.flatMap(group =>
    ofMessage(group.groupStatus, group.originalMessageIdentification, group.statusReasons),
  ),
  ...transactions.flatMap(({ transactionStatus, statusReasons, ...ids }) =>
    ofOrder(
      transactionStatus,
      [ids.originalInstructionId, ids.originalTransactionId, ids.originalEndToEndId],
      statusReasons,
    ),
  ),
]

/** What was refused has failed. An order that has ended, or is none of ours, stays as it is. */
export async function readStatuses(kernel: Kernel, message: Message, rejections: readonly Rejection[]): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: message.id }
  await transact(kernel, origin, async work => {
    for (const rejection of rejections) {
      if (rejection.of === 'message') await endOrdered(work, rejection.outgoingId, rejection.error)
      else await endOrder(work, rejection.id, rejection.error)
    }
    await commit(work, messageStore, finish(message, work.now))
  })
}
