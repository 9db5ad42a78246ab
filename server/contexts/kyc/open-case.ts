import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { User } from '../users/index.ts'
import { type KycCase, newCase } from './kyc-case.ts'
import { caseStore } from './store.ts'

/** A new case of a user who has none that is undecided. */
export const openCase = (
  work: Work,
  user: User,
  about: Pick<KycCase, 'documentType' | 'challenge'>,
): Promise<KycCase> =>
  commit(
    work,
    caseStore,
    newCase(
      {
        partnerId: work.partnerId,
        id: work.newId(),
        userId: user.id,
        externalUserId: user.externalUserId,
        ...about,
      },
      work.now,
    ),
  )
