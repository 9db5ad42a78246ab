import { invalidField, Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { claim, isUndecided, type KycCase } from './kyc-case.ts'
import { caseStore, findCase } from './store.ts'

/** P403: another operator has it. */
export function refuseClaimed(kycCase: KycCase, actor: string): void {
  if (kycCase.claimedBy === null || kycCase.claimedBy === actor) return
  throw invalidField('caseId', `is claimed by ${kycCase.claimedBy.replace('operator:', '')}`)
}

/** The undecided case of an id, of any partner. P445: there is none; P403: it is decided, or another operator has it. */
export async function mustFindOpen(work: Work, caseId: string): Promise<KycCase> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase === undefined) throw new Problem('P445')
  if (!isUndecided(kycCase)) throw invalidField('caseId', 'is decided')
  refuseClaimed(kycCase, work.actor)
  return kycCase
}

/** The operator who asks takes the case, or gives it back. Without effect when it is so already. P445, P403. */
export async function claimCase(
  work: Work,
  { caseId, isReleased }: { readonly caseId: string; readonly isReleased: boolean },
): Promise<KycCase> {
  const kycCase = await mustFindOpen(work, caseId)
  const decision = claim(kycCase, isReleased ? null : work.actor, work.now)
  return decision === undefined ? kycCase : commit({ ...work, partnerId: kycCase.partnerId }, caseStore, decision)
}
