import type { simulateSepaRecall } from '@florin/contract/endpoints/simulate.ts'
import type { Body } from '@florin/contract/kernel/endpoint.ts'
import type { Money } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { findDeposit } from './deposit-store.ts'
import { openSlip } from './open-slip.ts'

/** A payment that its payer's bank wants back. */
export interface RecalledCredit {
  /** As the payer's bank knows it. */
  readonly transactionId: string
  readonly endToEndId: string
  readonly money: Money
  readonly reason: string
}

/** Lets the simulated bank pass it on, in the open transaction; the name of the message that will tell of it. */
export type ReceiveRecall = (work: Work, recalled: RecalledCredit) => Promise<string>

/** The payer's bank wants a deposit back. P477: there is none. */
export async function simulateRecall(
  work: Work,
  { depositId, reason }: Body<typeof simulateSepaRecall>,
  receiveRecall: ReceiveRecall,
): Promise<string> {
  const deposit = await findDeposit(work.sql, work.partnerId, depositId)
  if (deposit === undefined || deposit.transactionId === null) throw new Problem('P477')
  const { endToEndId } = await openSlip(work, deposit)
  return receiveRecall(work, { transactionId: deposit.transactionId, endToEndId, money: deposit.money, reason })
}
