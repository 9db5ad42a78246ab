import { invalidField, Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { type ClaimCommand, claim, refuseClaimed } from '../review/index.ts'
import { claimed, isUndecided, type KycCase } from './kyc-case.ts'
import { caseStore, findCase } from './store.ts'

const field = 'caseId'

/** The undecided case of an id, of any partner. P445: there is none; P403: it is decided. */
async function mustFindUndecided(work: Work, caseId: string): Promise<KycCase> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase === undefined) throw new Problem('P445')
  if (!isUndecided(kycCase)) throw invalidField(field, 'is decided')
  return kycCase
}

/** As above, for who is going to act on it. P403: another operator has it. */
export async function mustFindOpen(work: Work, caseId: string): Promise<KycCase> {
  const kycCase = await mustFindUndecided(work, caseId)
  refuseClaimed(kycCase, work.actor, field)
  return kycCase
}

/** The operator who asks takes the case, or gives it back. Without effect when it is so already. P445, P403. */
export async function claimCase(
  work: Work,
  { caseId, ...command }: ClaimCommand & { caseId: string },
): Promise<KycCase> {
  const kycCase = await mustFindUndecided(work, caseId)
  const change = claim(kycCase, command, { actor: work.actor, field, now: work.now })
  if (change === undefined) return kycCase
  return commit({ ...work, partnerId: kycCase.partnerId }, caseStore, claimed(kycCase, change, work.now))
}
