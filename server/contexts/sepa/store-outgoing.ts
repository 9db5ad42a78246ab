import { NIL_ID } from '../../kit/ids.ts'
import type { Effects } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { createMessageKey } from './message-key.ts'
import { newOutgoing } from './outgoing.ts'
import { outgoingStore } from './outgoing-store.ts'

/**
 * Stores a message before the rows that refer to it. Its effects (a job that sends it) belong into the commit of the
 * decision that it carries out.
 */
export async function storeOutgoing(
  work: Work,
  message: { readonly id: string; readonly kind: string; readonly bytes: Uint8Array },
): Promise<Effects> {
  const dataKeyId = await createMessageKey(work)
  const sealed = await work.vault.sealBytes(NIL_ID, dataKeyId, Buffer.from(message.bytes))
  const decision = newOutgoing({ id: message.id, kind: message.kind, dataKeyId, sealed }, work.now)
  await outgoingStore.save(work, decision.next)
  return decision
}
