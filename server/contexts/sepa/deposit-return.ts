import { mustMove } from '../../kit/machine.ts'
import type { Decision, JournalEntry } from '../../kit/work/decision.ts'
import type { HouseCode } from '../ledger/index.ts'
import { limitGivenBack } from '../limits/index.ts'
import { type Deposit, depositEvent, depositMachine, house, type Owner, ownerBearsLimits } from './deposit.ts'
import type { Slip } from './payment.ts'

const moved = (
  deposit: Deposit,
  command: 'return' | 'recall' | 'settle' | 'fail',
  change: Partial<Deposit>,
  now: Date,
): Deposit => ({
  ...deposit,
  ...change,
  state: mustMove(depositMachine, deposit.state, command),
  updatedAt: now,
  version: deposit.version + 1,
})

/** Its return is booked under the message that orders it, since one that failed may be followed by another. */
const returnEntry = (deposit: Deposit, kind: string, debit: HouseCode, credit: HouseCode): JournalEntry => ({
  kind,
  businessId: deposit.outgoingId ?? deposit.id,
  lines: [{ debit: house(deposit, debit), credit: house(deposit, credit), money: deposit.money }],
})

/** It is to go back to its sender, by this message. */
export function returnArrival(deposit: Deposit, outgoingId: string, now: Date): Decision<Deposit> {
  const next = moved(deposit, 'return', { outgoingId }, now)
  return {
    next,
    post: [returnEntry(next, 'sepa-return', 'suspense', 'in-transit-sepa-out')],
    note: [{ action: 'sepa.deposit-returned', subject: deposit.id, detail: { cause: deposit.suspenseReason } }],
  }
}

/** Its payer's bank gets it back: the owner pays, who is told by a line of its own and by the event. */
export function recallArrival(
  deposit: Deposit,
  owner: Owner,
  slip: Slip,
  { outgoingId, lineId }: { readonly outgoingId: string; readonly lineId: string },
  now: Date,
): Decision<Deposit> {
  const next = moved(deposit, 'recall', { outgoingId, suspenseReason: 'recalled' }, now)
  const { money } = next
  const lines = [{ debit: owner.accountId, credit: house(next, 'in-transit-sepa-out'), money }]
  const personal = { dataKeyId: owner.dataKeyId, counterparty: slip.senderName, reference: slip.remittance }
  return {
    next,
    use:
      ownerBearsLimits(owner) && deposit.creditedAt !== null
        ? [limitGivenBack(owner.ownerId, 'DEPOSIT', money, deposit.creditedAt)]
        : [],
    post: [{ kind: 'sepa-recall', businessId: outgoingId, lines }],
    tell: [
      {
        ownerId: owner.ownerId,
        id: lineId,
        type: 'SEPA_DEPOSIT',
        direction: 'OUT',
        status: 'COMPLETED',
        accountId: owner.accountId,
        money,
        personal,
        createdAt: now,
        completedAt: now,
      },
    ],
    emit: [depositEvent(next, owner, slip, 'RETURNED')],
  }
}

/** The bank has taken the money from our account. */
export function settleReturn(deposit: Deposit, now: Date): Decision<Deposit> {
  const next = moved(deposit, 'settle', {}, now)
  return { next, post: [returnEntry(next, 'sepa-return-settled', 'in-transit-sepa-out', 'bank-safeguarding')] }
}

/** The bank did not take it: it rests in suspense again, for somebody to look at. */
export function failReturn(deposit: Deposit, now: Date): Decision<Deposit> {
  const next = moved(deposit, 'fail', { suspenseReason: 'return-failed', suspendedAt: now }, now)
  return { next, post: [returnEntry(next, 'sepa-return-failed', 'in-transit-sepa-out', 'suspense')] }
}
