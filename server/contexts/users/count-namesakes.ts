import type { Work } from '../../kit/work/work.ts'
import { indexPersonalData, type PersonalData } from './personal-data.ts'
import { countByIndexes } from './store.ts'
import type { User } from './user.ts'

/**
 * How many other living users of the partner have a document of this number, and how many this name and day of birth.
 * `also`: a number that was read from the document, beside the one that was said.
 */
export async function countNamesakes(
  work: Work,
  user: User,
  also: Pick<PersonalData, 'documentNumber'>,
): Promise<{ readonly document: number; readonly person: number }> {
  const read = indexPersonalData(work.vault, user.partnerId, also).document
  const { document, nameAndBirth } = user.indexes
  return countByIndexes(work.sql, {
    partnerId: user.partnerId,
    exceptId: user.id,
    documents: [document, read].filter(index => index !== null),
    persons: nameAndBirth === null ? [] : [nameAndBirth],
  })
}
