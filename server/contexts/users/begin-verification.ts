import { isServed } from '@florin/contract/countries.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { changeUser } from './change-user.ts'
import type { PersonalData } from './personal-data.ts'
import { changedFields, merge } from './personal-data-change.ts'
import { readPersonalData } from './read-personal-data.ts'
import { sealRevision } from './seal-revision.ts'
import { isVerified, revise, type User, verify } from './user.ts'

/** The document that is to be checked. */
export type IdentityDocument = Pick<
  PersonalData,
  'documentType' | 'documentNumber' | 'documentCountry' | 'documentExpiryDate' | 'userIdentificationNumber'
>

/**
 * The user waits for its verification, by this document. While one is under way a new document replaces the old one;
 * for a user who is verified nothing changes. P431: its country is not served any more.
 */
export async function beginVerification(work: Work, user: User, document: IdentityDocument): Promise<User> {
  if (isVerified(user)) return user
  if (user.country !== null && !isServed(user.country)) throw new Problem('P431')
  const known = knownBeside(document, (await readPersonalData(work, user)) ?? {})
  const begun = await changeUser(work, user, verify(user, work.now))
  if (changedFields(known, document).length === 0) return begun
  return changeUser(work, begun, revise(begun, await sealRevision(work, begun, merge(known, document)), work.now))
}

/** Of another document nothing that was said of the last one holds. */
function knownBeside({ documentNumber }: IdentityDocument, known: PersonalData): PersonalData {
  if (documentNumber === undefined || known.documentNumber === undefined || documentNumber === known.documentNumber)
    return known
  return { ...known, documentNumber: undefined, documentCountry: undefined, documentExpiryDate: undefined }
}
