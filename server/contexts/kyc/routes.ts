import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import { Problem } from '../../kit/problem.ts'
import { mustFindUser, userView } from '../users/index.ts'
import { kycStateOf } from './case-view.ts'
import { decideCase } from './decide-case.ts'
import { openReasons } from './rejection-reasons.ts'
import { startVerification } from './start-verification.ts'
import { findLatestCase } from './store.ts'

type KycRoutes = Pick<Handlers<typeof endpoints>, 'startVerification' | 'getKycStatus' | 'decideKyc'>

/** Verification as partners call it; the decision by hand exists in the sandbox only. */
export const kycRoutes = (): KycRoutes => ({
  startVerification: write(async (work, { body: { externalUserId, ...document } }) =>
    userView(await startVerification(work, { externalUserId, document })),
  ),
  getKycStatus: read(async (work, { params }) => {
    const user = await mustFindUser(work, params.externalUserId)
    const kycCase = await findLatestCase(work.sql, work.partnerId, user.id)
    if (kycCase === undefined) throw new Problem('P445')
    return kycStateOf({ kycCase, rejectionReasons: await openReasons(work, user.dataKeyId, kycCase) })
  }),
  decideKyc: write(async (work, { body }) => {
    const { id: userId } = await mustFindUser(work, body.externalUserId)
    return kycStateOf(await decideCase(work, { userId, decision: body.decision, reasons: body.reasons }))
  }),
})
