import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { needsSecond, refuseClaimed } from '../review/index.ts'
import { mustFindUserById, setPoaStatus } from '../users/index.ts'
import { findLatestPoa, findPoa, poaStore } from './poa-store.ts'
import { approveFirstPoa, decide, type PoaVerdict, type ProofOfAddress } from './proof-of-address.ts'

/** Decides the latest proof of address of a user. P460: there is none that waits; P447: it is approved already. */
export async function decidePoa(
  work: Work,
  { userId, decision }: { readonly userId: string; readonly decision: PoaVerdict },
): Promise<ProofOfAddress> {
  return ruleOnPoa(work, await findLatestPoa(work.sql, work.partnerId, userId), decision)
}

/**
 * As `decidePoa`, by the id of a proof of address of any partner, for the operator: that of a high risk waits for a second
 * one's approval. P403: somebody else has claimed it.
 */
export async function decidePoaById(
  work: Work,
  { poaId, decision }: { readonly poaId: string; readonly decision: PoaVerdict },
): Promise<ProofOfAddress> {
  const poa = await findPoa(work.sql, poaId)
  if (poa?.state !== 'WAITING') return ruleOnPoa(work, poa, decision)
  refuseClaimed(poa, work.actor, 'poaId')
  const own: Work = { ...work, partnerId: poa.partnerId }
  const { risk } = await mustFindUserById(own, poa.userId)
  if (decision !== 'APPROVED' || !needsSecond(poa, [risk], work.actor)) return ruleOnPoa(own, poa, decision)
  // The same operator's approval counts once.
  return poa.approvedBy === work.actor ? poa : commit(own, poaStore, approveFirstPoa(poa, work.actor))
}

/** Gives the verdict on a proof of address. The same one again changes nothing. P460: it does not wait; P447: it is approved. */
export async function ruleOnPoa(
  work: Work,
  poa: ProofOfAddress | undefined,
  decision: PoaVerdict,
): Promise<ProofOfAddress> {
  if (poa === undefined || poa.state === 'CLOSED') throw new Problem('P460')
  if (poa.state === decision) return poa
  if (poa.state === 'APPROVED') throw new Problem('P447')
  if (poa.state !== 'WAITING') throw new Problem('P460', 'This user has no proof of address under review.')
  await setPoaStatus(work, poa.userId, decision)
  return commit(work, poaStore, decide(poa, decision, work.now))
}
