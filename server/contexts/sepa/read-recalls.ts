import type { Camt029, Camt056 } from '../../iso20022/index.ts'
import { addTargetDays, berlinDay, berlinInstant } from '../../kit/calendar.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { endToEndIndexOf } from './book-payments.ts'
import type { Deposit } from './deposit.ts'
import { lockDepositsOfEndToEnd, lockDepositsOfReference } from './deposit-store.ts'
import { finish, type Message, readJob } from './message.ts'
import { messageStore } from './message-store.ts'
import { idOnRail } from './outgoing.ts'
import { given } from './payment.ts'
import { acceptRecall, openRecall, type RecallReferences, refuseRecall } from './recall.ts'
import { findRecallOf, lockRecallOf, recallStore } from './recall-store.ts'

/** TARGET days in which a recall has to be answered (SCT rulebook). */
const answerDays = 15

const originOf = (message: Message) => ({ actor: `job:${readJob}`, partnerId: NIL_ID, cause: message.id })

/** Other banks want payments back: each waits for somebody's decision. One that is about none of ours is left to our bank. */
export async function readRecalls(kernel: Kernel, message: Message, asked: Camt056): Promise<void> {
  await transact(kernel, originOf(message), async work => {
    for (const { transactions } of asked.underlying) {
      for (const each of transactions) await open(work, message, asked, each)
    }
    await commit(work, messageStore, finish(message, work.now))
  })
}

type AskedTransaction = Camt056['underlying'][number]['transactions'][number]

async function open(work: Work, message: Message, { assignment }: Camt056, asked: AskedTransaction): Promise<void> {
  const references: RecallReferences = {
    assignmentId: assignment.id,
    cancellationId: asked.cancellationId ?? `${assignment.id}/${message.id}`,
    originalMessageId: asked.originalMessage?.originalMessageIdentification ?? null,
    originalTransactionId: asked.originalTransactionId ?? null,
    originalEndToEndId: asked.originalEndToEndId ?? null,
  }
  const deposit = await findMeant(work, asked)
  if (deposit === undefined) return
  if ((await findRecallOf(work.sql, deposit.id, references.cancellationId ?? '')) !== undefined) return
  const reasonCode = asked.cancellationReasons?.[0]?.reasonCode ?? 'CUST'
  const dueAt = berlinInstant(addTargetDays(berlinDay(work.now), answerDays), '12:00')
  const { partnerId, money } = deposit
  const asIs = { id: work.newId(), direction: 'IN', partnerId, payoutId: null, depositId: deposit.id } as const
  const decision = openRecall({ ...asIs, ...references, money, reasonCode, outgoingId: null, dueAt }, work.now)
  await commit({ ...work, partnerId }, recallStore, decision)
}

/**
 * By the references of the payer's bank or ours, else by the end-to-end id. Ids of other banks may be alike, and payers
 * use one end-to-end id for many payments: the amount has to be the payment's own, and one payment alone has to fit.
 */
async function findMeant({ sql, vault }: Work, asked: AskedTransaction): Promise<Deposit | undefined> {
  const units = asked.originalInterbankSettlementAmount?.units
  const only = (all: readonly Deposit[]): Deposit | undefined => {
    const fitting = all.filter(({ money }) => units === undefined || money.units === units)
    return fitting.length === 1 ? fitting[0] : undefined
  }
  const references = [asked.originalTransactionId, asked.originalClearingSystemReference].flatMap(each => each ?? [])
  const named = only(await lockDepositsOfReference(sql, references))
  const endToEndId = given(asked.originalEndToEndId)
  if (named !== undefined || endToEndId === undefined) return named
  return only(await lockDepositsOfEndToEnd(sql, endToEndIndexOf({ vault }, endToEndId)))
}

/** Other banks answer our recalls. What they give back comes as a return, and says so too. */
export async function readRecallAnswers(kernel: Kernel, message: Message, told: Camt029): Promise<void> {
  await transact(kernel, originOf(message), async work => {
    for (const answer of told.cancellationDetails.flatMap(({ transactions }) => transactions)) {
      const payoutId = [answer.originalEndToEndId, answer.originalTransactionId]
        .map(idOnRail)
        .find(id => id !== undefined)
      const recall = payoutId === undefined ? undefined : await lockRecallOf(work.sql, payoutId)
      if (recall === undefined) continue
      const code = answer.cancellationStatusReasons?.[0]?.reasonCode ?? 'NARR'
      const own = { ...work, partnerId: recall.partnerId }
      if (answer.cancellationStatus === 'RJCR')
        await commit(own, recallStore, refuseRecall(recall, code, null, work.now))
      if (answer.cancellationStatus === 'ACCR') await commit(own, recallStore, acceptRecall(recall, null, work.now))
    }
    await commit(work, messageStore, finish(message, work.now))
  })
}
