import { demoPartners } from '../../server/contexts/partners/index.ts'
import { makeSequencer } from '../../server/contexts/webhooks/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { type Kernel, transact } from '../../server/kit/kernel.ts'
import type { Singleton } from '../../server/kit/lease.ts'
import { commitEffects } from '../../server/kit/work/commit.ts'
import type { EventDraft } from '../../server/kit/work/decision.ts'
import type { Bank } from './start-bank.ts'

/** The partner whose key `bank.call` uses. */
export const partnerId: string = demoPartners.kyc.id

/** An event as a context would emit it: a transfer that has ended. Subjects that are equal are kept in order. */
export const transferEnded = (transferId: string, amount = '1.00'): EventDraft => ({
  type: 'transfer.status',
  subject: transferId,
  version: 1,
  body: {
    transferId,
    sourceExternalUserId: null,
    destinationExternalUserId: 'customer-17',
    amount,
    currency: 'eur',
    status: 'COMPLETED',
    createdAt: '2026-03-02T09:30:00.000Z',
  },
})

/** Commits events in one transaction. */
export const emit = (kernel: Kernel, events: readonly EventDraft[], partner = partnerId): Promise<void> =>
  transact(kernel, { actor: 'test', partnerId: partner }, work => commitEffects(work, [{ emit: events }]))

/** The sequencer of a process of its own, running until the returned function is called. */
export function runSequencer(kernel: Kernel): { sequencer: Singleton; stop(): Promise<void> } {
  const sequencer = makeSequencer(kernel, uuidv7(new Date()))
  sequencer.start()
  return { sequencer, stop: () => sequencer.stop() }
}

/** Sets the partner's webhooks by the API; throws when that is refused. */
export async function setWebhooks(bank: Bank, settings: Record<string, unknown>, key = bank.keys.kyc): Promise<void> {
  const { status, text } = await bank.call('PUT', '/v1/partner/webhooks', settings, { key })
  if (status !== 200) throw new Error(`the webhooks were not set: ${text}`)
}
