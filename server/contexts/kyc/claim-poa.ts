import { invalidField, Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type ClaimCommand, claim } from '../review/index.ts'
import { findPoa, poaStore } from './poa-store.ts'
import { claimedPoa, type ProofOfAddress } from './proof-of-address.ts'

const field = 'poaId'

/**
 * The operator who asks takes a proof of address of any partner, or gives it back. Without effect when it is so already.
 * P460: there is none; P403: it is decided, or another operator has it.
 */
export async function claimPoa(
  work: Work,
  { poaId, ...command }: ClaimCommand & { readonly poaId: string },
): Promise<ProofOfAddress> {
  const poa = await findPoa(work.sql, poaId)
  if (poa === undefined) throw new Problem('P460')
  if (poa.state !== 'WAITING') throw invalidField(field, 'is decided')
  const change = claim(poa, command, { actor: work.actor, field, now: work.now })
  return change === undefined ? poa : commit({ ...work, partnerId: poa.partnerId }, poaStore, claimedPoa(poa, change))
}
