import { commit } from '../../kit/work/commit.ts'
import type { JobRequest, Saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { approveUser, readPersonalData, type User } from '../users/index.ts'
import { findChecks } from './check-store.ts'
import { type Assessment, approve, type KycCase } from './kyc-case.ts'
import { caseStore } from './store.ts'

export const lapseCaseKind = 'kyc.lapse-case'

export interface Approval {
  readonly assessment?: Assessment
  readonly also?: readonly Saved[]
  /** The last day of the document as it was read now; without it, as it was read or said before. */
  readonly expiry?: string | undefined
}

/** Accepts the person, and sets the clock to the day on which the document holds no longer. Only of an undecided case. */
export async function approveCase(
  work: Work,
  user: User,
  kycCase: KycCase,
  { assessment, also = [], expiry }: Approval = {},
): Promise<KycCase> {
  await approveUser(work, user.id)
  const last = expiry ?? (await knownExpiry(work, user, kycCase))
  const decision = approve(kycCase, user.dataKeyId, work.now, assessment)
  return commit(work, caseStore, {
    ...decision,
    also,
    then: last === undefined ? [] : lapseAfter(kycCase, last, work.now),
  })
}

/** How a document says that it holds for ever. */
const noLastDay = '9999-12-31'

/** The moment after the last day. Whoever approves a document that has expired meant to. */
function lapseAfter(kycCase: KycCase, lastDay: string, now: Date): JobRequest[] {
  if (lastDay === noLastDay) return []
  const dueAt = new Date(`${lastDay}T24:00:00.000Z`)
  if (dueAt <= now) return []
  return [{ kind: lapseCaseKind, key: kycCase.id, payload: { caseId: kycCase.id }, dueAt }]
}

/** As a check read it, else as the partner said it. */
async function knownExpiry(work: Work, user: User, kycCase: KycCase): Promise<string | undefined> {
  const checks = await findChecks(work.sql, kycCase.partnerId, kycCase.id)
  const check = checks.findLast(({ name }) => name === 'document-expiry')
  if (check !== undefined) {
    const plain = await work.vault.open(user.partnerId, user.dataKeyId, check.sealedEvidence)
    const { printed } = (JSON.parse(plain.toString()) ?? {}) as { printed?: string }
    if (printed !== undefined) return printed
  }
  return (await readPersonalData(work, user))?.documentExpiryDate
}
