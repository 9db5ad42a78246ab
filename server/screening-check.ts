import { people, screenedPersonOf } from './bind-screening.ts'
import type { ExtraCheck } from './contexts/kyc/index.ts'
import { type Hit, recordScreening, riskOf, type ScreenPerson } from './contexts/screening/index.ts'
import { mustFindUserById } from './contexts/users/index.ts'
import { transact } from './kit/kernel.ts'

const isUnsettled = ({ state }: Hit): boolean => state === 'OPEN' || state === 'TRUE_MATCH'

/**
 * Sanctions and PEP screening as one more check of a verification. A hit sends it to a person, as a high risk where it is
 * about sanctions or crime; one that was dismissed before does not. It never rejects: a name on a list is not a person.
 */
export const screeningCheck = (screen: ScreenPerson): ExtraCheck => ({
  name: 'sanctions',
  async judge(kernel, { partnerId, userId, person }) {
    const screening = await screen(screenedPersonOf(person))
    const hits = await transact(kernel, { actor: 'system:kyc', partnerId }, async work => {
      const { externalUserId, dataKeyId } = await mustFindUserById(work, userId)
      return recordScreening(work, people, { partnerId, userId, externalUserId, dataKeyId }, screening)
    })
    const standing = hits.filter(isUnsettled)
    const isGrave = riskOf(standing.flatMap(hit => hit.topics)) === 'HIGH'
    return {
      outcome: standing.length > 0 ? 'REVIEW' : 'PASS',
      reasons: standing.length === 0 ? [] : [isGrave ? 'SANCTIONS_MATCH' : 'PEP_MATCH'],
      risk: isGrave ? 'HIGH' : standing.length > 0 ? 'MEDIUM' : 'LOW',
      version: screening.rules,
      evidence: {
        hits: standing.map(({ id, list, topics: of, score, state }) => ({ hitId: id, list, topics: of, score, state })),
      },
    }
  },
})
