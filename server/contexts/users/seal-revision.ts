import type { Work } from '../../kit/work/work.ts'
import { indexPersonalData, type PersonalData, sealPersonalData } from './personal-data.ts'
import type { Revision, User } from './user.ts'

/** Personal data as a user's row keeps it: sealed under the user's key, searchable by fingerprints. */
export async function sealRevision(work: Work, user: User, person: PersonalData): Promise<Revision> {
  return {
    sealed: await sealPersonalData(work.vault, user.partnerId, user.dataKeyId, person),
    indexes: indexPersonalData(work.vault, user.partnerId, person),
    country: person.country ?? null,
  }
}
