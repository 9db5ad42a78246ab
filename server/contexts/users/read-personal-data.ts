import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PersonalData } from './personal-data.ts'
import type { User } from './user.ts'

/** What is known of the person, in clear; undefined once it is erased. */
export async function readPersonalData(work: Work, user: User): Promise<PersonalData | undefined> {
  if (user.sealed === null) return undefined
  try {
    const plain = await work.vault.open(user.partnerId, user.dataKeyId, user.sealed)
    return JSON.parse(plain.toString()) as PersonalData
  } catch (error) {
    if (error instanceof Erased) return undefined
    throw error
  }
}
