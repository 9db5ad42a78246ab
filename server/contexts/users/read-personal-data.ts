import type { Work } from '../../kit/work/work.ts'
import type { PersonalData } from './personal-data.ts'
import type { User } from './user.ts'

/** What is known of the person, in clear; undefined once it is erased. */
export async function readPersonalData(work: Work, user: User): Promise<PersonalData | undefined> {
  if (user.sealed === null) return undefined
  return work.vault.openJson<PersonalData>(user.partnerId, user.dataKeyId, user.sealed)
}
