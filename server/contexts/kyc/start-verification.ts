import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { beginVerification, type IdentityDocument, isVerified, mustFindUser, type User } from '../users/index.ts'
import { type DocumentType, isUndecided, replaceDocument } from './kyc-case.ts'
import { openCase } from './open-case.ts'
import { caseStore, findLatestCase } from './store.ts'

export interface StartVerification {
  readonly externalUserId: string
  readonly document: IdentityDocument & { readonly documentType: DocumentType }
}

/**
 * Opens the verification of a user, which then waits for a decision. While one is undecided, another document replaces
 * the first; for a verified user nothing changes. P412, P431.
 */
export async function startVerification(work: Work, command: StartVerification): Promise<User> {
  const { documentType } = command.document
  const user = await mustFindUser(work, command.externalUserId)
  if (isVerified(user)) return user
  const begun = await beginVerification(work, user, command.document)
  const latest = await findLatestCase(work.sql, work.partnerId, user.id)
  if (latest === undefined || !isUndecided(latest)) {
    await openCase(work, begun, documentType)
    return begun
  }
  const replaced = replaceDocument(latest, documentType, work.now)
  if (replaced !== undefined) await commit(work, caseStore, replaced)
  return begun
}
