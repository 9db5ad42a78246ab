import { explainReason, type Pacs002, type Pain002, type ReasonInformation } from '../../iso20022/index.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { confirmOrder, endOrder, endOrdered } from './end-ordered.ts'
import { finish, type Message, readJob } from './message.ts'
import { messageStore } from './message-store.ts'
import { idOnRail } from './outgoing.ts'
import type { PaymentError } from './payout.ts'

/** What the bank has decided about one order of ours, or all of a message. Without an error it is accepted, which ends instant payments only. */
export type Decided =
  | { readonly of: 'message'; readonly outgoingId: string; readonly error: PaymentError }
  | { readonly of: 'order'; readonly id: string; readonly error: PaymentError | null }

const rejected = 'RJCT'
/** Between banks: the receiver's bank has taken the payment. From our bank they only say that the order can be carried out. */
const accepted: readonly (string | undefined)[] = ['ACCP', 'ACSC', 'ACCC']

const errorOf = (reasons: readonly ReasonInformation[] = []): PaymentError => {
  const code = reasons[0]?.reasonCode
  return { status: code ?? 'MS03', description: explainReason(code, 'reject') }
}

const ofMessage = (
  status: string | undefined,
  id: string | undefined,
  reasons?: readonly ReasonInformation[],
): Decided[] => {
  const outgoingId = status === rejected ? idOnRail(id) : undefined
  return outgoingId === undefined ? [] : [{ of: 'message', outgoingId, error: errorOf(reasons) }]
}

const ofOrder = (
  status: string | undefined,
  ids: readonly (string | undefined)[],
  reasons?: readonly ReasonInformation[],
): Decided[] => {
  const id = status === rejected ? ids.map(idOnRail).find(each => each !== undefined) : undefined
  return id === undefined ? [] : [{ of: 'order', id, error: errorOf(reasons) }]
}

const acceptedOrder = (status: string | undefined, ids: readonly (string | undefined)[]): Decided[] => {
  const id = accepted.includes(status) ? ids.map(idOnRail).find(each => each !== undefined) : undefined
  return id === undefined ? [] : [{ of: 'order', id, error: null }]
}

/** Of a pain.002: the group, payment informations (we send one a message, of the message's name) and single payments. */
export const painStatuses = ({ originalGroup: group, paymentInstructions }: Pain002): Decided[] => [
  ...ofMessage(group.groupStatus, group.originalMessageIdentification, group.statusReasons),
  ...paymentInstructions.flatMap(each => [
    ...ofMessage(each.paymentInformationStatus, each.originalPaymentInformationIdentification, each.statusReasons),
    ...each.transactions.flatMap(({ transactionStatus, statusReasons, ...ids }) =>
      ofOrder(transactionStatus, [ids.originalInstructionId, ids.originalEndToEndId], statusReasons),
    ),
  ]),
]

/** Of a pacs.002: the groups and single payments or returns. */
export const pacsStatuses = ({ originalGroups, transactions }: Pacs002): Decided[] => [
  ...originalGroups.flatMap(group =>
    ofMessage(group.groupStatus, group.originalMessageIdentification, group.statusReasons),
  ),
  ...transactions.flatMap(({ transactionStatus, statusReasons, ...its }) => {
    const ids = [its.originalInstructionId, its.originalTransactionId, its.originalEndToEndId]
    return [...ofOrder(transactionStatus, ids, statusReasons), ...acceptedOrder(transactionStatus, ids)]
  }),
]

/** What was refused has failed; an instant payment that was accepted is done. What has ended, or is none of ours, stays as it is. */
export async function applyStatuses(work: Work, statuses: readonly Decided[]): Promise<void> {
  for (const status of statuses) {
    if (status.of === 'message') await endOrdered(work, status.outgoingId, status.error)
    else if (status.error === null) await confirmOrder(work, status.id)
    else await endOrder(work, status.id, status.error)
  }
}

export async function readStatuses(kernel: Kernel, message: Message, statuses: readonly Decided[]): Promise<void> {
  const origin = { actor: `job:${readJob}`, partnerId: NIL_ID, cause: message.id }
  await transact(kernel, origin, async work => {
    await applyStatuses(work, statuses)
    await commit(work, messageStore, finish(message, work.now))
  })
}
