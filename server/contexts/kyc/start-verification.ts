import { commit, commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { beginVerification, type IdentityDocument, isVerified, mustFindUser, type User } from '../users/index.ts'
import { checkCaseJob } from './check-case-job.ts'
import { isComplete } from './current-files.ts'
import { findFiles } from './file-store.ts'
import type { IdentityReader } from './identity-reading.ts'
import { type Challenge, type DocumentType, isUndecided, type KycCase, replaceDocument, voidFirst } from './kyc-case.ts'
import { openCase } from './open-case.ts'
import { caseStore, findLatestCase } from './store.ts'

export interface StartVerification {
  readonly externalUserId: string
  readonly document: IdentityDocument & { readonly documentType: DocumentType }
  /** Said by the hosted pages; null where the selfie was sent in another way. */
  readonly challenge: Challenge | null
}

/**
 * Opens the verification of a user; it is checked at once where the files are there, and else waits for them. While one
 * is undecided, another document replaces the first; for a verified user nothing changes. P412, P431.
 */
export async function startVerification(
  work: Work,
  reader: Pick<IdentityReader, 'knows'>,
  command: StartVerification,
): Promise<User> {
  const user = await mustFindUser(work, command.externalUserId)
  if (isVerified(user)) return user
  const begun = await beginVerification(work, user, command.document)
  const { challenge } = command
  const kycCase = await caseFor(work, begun, { documentType: command.document.documentType, challenge })
  const files = await findFiles(work.sql, user.partnerId, user.id)
  if (
    kycCase.state === 'PENDING' &&
    (isComplete(files, kycCase.documentType) || reader.knows(knownOf(command.document)))
  )
    await commitEffects(work, [{ then: [checkCaseJob(kycCase, files)] }])
  return begun
}

const knownOf = ({ documentNumber }: IdentityDocument) => ({ documentNumber })

/** The undecided case of the user, for this kind of document; else a new one. */
async function caseFor(work: Work, user: User, about: Pick<KycCase, 'documentType' | 'challenge'>): Promise<KycCase> {
  const latest = await findLatestCase(work.sql, work.partnerId, user.id)
  if (latest === undefined || !isUndecided(latest)) return openCase(work, user, about)
  // What was asked for stays asked for.
  const asked = { ...about, challenge: about.challenge ?? latest.challenge }
  const replaced = replaceDocument(latest, asked, work.now) ?? voidFirst(latest, work.now)
  return replaced === undefined ? latest : commit(work, caseStore, replaced)
}
