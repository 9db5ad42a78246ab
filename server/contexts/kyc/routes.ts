import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, staged, write } from '../../kit/http/call.ts'
import { Problem } from '../../kit/problem.ts'
import { mustFindUser, userView } from '../users/index.ts'
import { addKycFiles, prepareKycFiles } from './add-kyc-files.ts'
import { addPoaFiles, preparePoaFiles } from './add-poa-files.ts'
import { kycStateOf, poaStatusOf } from './case-view.ts'
import { decideCase } from './decide-case.ts'
import { decidePoa } from './decide-poa.ts'
import type { FileReader } from './file-reader.ts'
import type { FileParts } from './file-vault.ts'
import type { IdentityReader } from './identity-reading.ts'
import { isFrame } from './kyc-file.ts'
import { openReasons } from './rejection-reasons.ts'
import { startVerification } from './start-verification.ts'
import { findLatestCase } from './store.ts'

type KycRoutes = Pick<
  Handlers<typeof endpoints>,
  'startVerification' | 'addKycFiles' | 'addPoaFiles' | 'getKycStatus' | 'decideKyc' | 'decidePoa'
>

/** What the files of a verification need of the outside, and whether it needs any. */
export interface VerificationParts extends FileParts {
  readonly reader: FileReader & Pick<IdentityReader, 'knows'>
}

/** Verification as partners call it; the decision by hand exists in the sandbox only. */
export const kycRoutes = (parts: VerificationParts): KycRoutes => ({
  startVerification: write(async (work, { body: { externalUserId, ...document } }) =>
    userView(await startVerification(work, parts.reader, { externalUserId, document, challenge: null })),
  ),
  addKycFiles: staged(
    (work, { params, files }) => prepareKycFiles(work, parts, { ...params, files }),
    async (work, { params }, prepared) => {
      const { files, missing } = await addKycFiles(work, params.externalUserId, prepared)
      return {
        files: files.flatMap(({ fileId, part }) => (isFrame(part) ? [] : [{ fileId, part }])),
        missing: [...missing],
      }
    },
  ),
  addPoaFiles: staged(
    (work, { params, files }) => preparePoaFiles(work, parts, { ...params, files }),
    async (work, { params }, stored) => {
      const poa = await addPoaFiles(work, params.externalUserId, stored)
      return { status: poaStatusOf(poa), files: stored.map(({ id }) => ({ fileId: id })) }
    },
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
  decidePoa: write(async (work, { body }) => {
    const { id: userId } = await mustFindUser(work, body.externalUserId)
    return { status: poaStatusOf(await decidePoa(work, { userId, decision: body.decision })) }
  }),
})
