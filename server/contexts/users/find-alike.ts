import type { Work } from '../../kit/work/work.ts'
import { indexPersonalData, type PersonalData } from './personal-data.ts'
import { readPersonalData } from './read-personal-data.ts'
import { countByDocuments, findBornWith } from './store.ts'
import type { User } from './user.ts'

/** A million users share some forty to a day; more than this are not compared. */
const comparedMax = 500

/**
 * Other living users of the partner who may be the same person: how many have a document of this number, and, in clear
 * for a comparison of names, who was born on the same day. `also`: a number that was read from the document, beside the
 * one that was said.
 */
export async function findAlike(
  work: Work,
  user: User,
  also: Pick<PersonalData, 'documentNumber'>,
): Promise<{ readonly document: number; readonly bornWith: readonly PersonalData[] }> {
  const read = indexPersonalData(work.vault, user.partnerId, also).document
  const documents = [user.indexes.document, read].filter(index => index !== null)
  const people = []
  for (const other of await findBornWith(work.sql, user, comparedMax)) people.push(await readPersonalData(work, other))
  return {
    document: await countByDocuments(work.sql, user, documents),
    bornWith: people.filter(person => person !== undefined),
  }
}
