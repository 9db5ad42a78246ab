import { type EventBody, events } from '@florin/contract/events.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import { type Saved, saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import {
  findAlike,
  findUserById,
  type PersonalData,
  readPersonalData,
  rejectUser,
  setReviewStatus,
  type User,
} from '../users/index.ts'
import { isSameName } from './agreement.ts'
import { approveCase } from './approve-case.ts'
import { checkStore } from './check-store.ts'
import { setOf } from './current-files.ts'
import { countSameFiles, findFiles } from './file-store.ts'
import type { FileFault } from './file-type.ts'
import { identityChecks } from './identity-checks.ts'
import type { IdentityReading } from './identity-reading.ts'
import { type KycCase, reject, review } from './kyc-case.ts'
import type { KycFile, KycPart } from './kyc-file.ts'
import { sealReasons } from './rejection-reasons.ts'
import { ruleset } from './ruleset.ts'
import { type CheckResult, type Ruling, rate, ruleOn } from './ruling.ts'
import { statedIdentity } from './stated-identity.ts'
import { caseStore, findCase } from './store.ts'

export interface Run {
  readonly caseId: string
  /** The set of files that was read. */
  readonly files: string
  readonly read: IdentityReading | { readonly fault: FileFault; readonly part: KycPart }
  readonly extra: readonly CheckResult[]
}

/** Judges what was read, keeps every check, and does what the ruleset says. Without effect where the case moved on. */
export async function concludeChecks(work: Work, { caseId, files: readSet, read, extra }: Run): Promise<void> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase?.state !== 'PENDING') return
  const user = await findUserById(work.sql, kycCase.partnerId, kycCase.userId)
  const person = user && (await readPersonalData(work, user))
  if (user === undefined || user.stage === 'DELETED' || person === undefined) return
  const files = await findFiles(work.sql, kycCase.partnerId, kycCase.userId)
  if (setOf(files) !== readSet) return
  if ('fault' in read) return tellUnusable(work, kycCase, read)
  const own = await judgeIdentity(work, { user, person, files, read, challenge: kycCase.challenge })
  const results = [...own, ...extra]
  const ruling = ruleOn(results)
  const checks = await sealChecks(work, user, kycCase.id, results)
  await settle(work, { user, kycCase, ruling, checks, expiry: expiryAmong(results) })
}

interface Judged extends Pick<KycCase, 'challenge'> {
  readonly user: User
  readonly person: PersonalData
  readonly files: readonly KycFile[]
  readonly read: IdentityReading
}

async function judgeIdentity(work: Work, { user, person, files, read, challenge }: Judged): Promise<CheckResult[]> {
  const { document, bornWith } = await findAlike(work, user, { documentNumber: read.zone?.number })
  const known = {
    document,
    person: bornWith.filter(other => isSameName(person, other, ruleset.nameScoreMin)).length,
    file: await countSameFiles(work.sql, user.partnerId, user.id, files),
  }
  const facts = { now: work.now, stated: statedIdentity(person), reading: read, challenge, risk: user.risk, known }
  return identityChecks.map(check => rate(check.name, check.judge(facts)))
}

/** Results as rows, their evidence sealed. */
export async function sealChecks(
  work: Work,
  user: Pick<User, 'partnerId' | 'dataKeyId'>,
  subjectId: string,
  results: readonly CheckResult[],
): Promise<Saved[]> {
  const runId = work.newId()
  const { partnerId, dataKeyId } = user
  const rows = results.map(async ({ version, evidence, ...result }) => ({
    ...result,
    partnerId,
    id: work.newId(),
    subjectId,
    runId,
    rulesVersion: version,
    sealedEvidence: await work.vault.sealBytes(partnerId, dataKeyId, JSON.stringify(evidence)),
    checkedAt: work.now,
  }))
  return (await Promise.all(rows)).map(next => saved(checkStore, { next }))
}

/** The last day of the document as it was read, for the clock. */
const expiryAmong = (results: readonly CheckResult[]): string | undefined =>
  (results.find(({ name }) => name === 'document-expiry')?.evidence as { printed?: string } | null | undefined)?.printed

interface Settlement {
  readonly user: User
  readonly kycCase: KycCase
  readonly ruling: Ruling
  readonly checks: readonly Saved[]
  readonly expiry: string | undefined
}

async function settle(work: Work, { user, kycCase, ruling, checks, expiry }: Settlement): Promise<void> {
  const { dataKeyId } = user
  const { risk, reasons } = ruling
  switch (ruling.outcome) {
    case 'APPROVED':
      await approveCase(work, user, kycCase, { assessment: { risk }, also: checks, expiry })
      return
    case 'REJECTED': {
      await rejectUser(work, user.id)
      const sealedReasons = await sealReasons(work, dataKeyId, reasons)
      const decision = reject(kycCase, dataKeyId, { reasons, sealedReasons }, work.now, { risk })
      await commit(work, caseStore, { ...decision, also: checks })
      return
    }
    case 'IN_REVIEW':
      await setReviewStatus(work, user.id, 'IN_REVIEW')
      await commit(work, caseStore, { ...review(kycCase, dataKeyId, { risk }, work.now), also: checks })
  }
}

/** A file that was taken cannot be read after all: the case goes on waiting, for a better one. */
const tellUnusable = (
  work: Work,
  kycCase: KycCase,
  { fault, part }: { fault: FileFault; part: KycPart },
): Promise<void> =>
  commitEffects(work, [
    {
      emit: [
        {
          type: 'kyc.file',
          subject: kycCase.userId,
          version: events['kyc.file'].version,
          body: { externalUserId: kycCase.externalUserId, status: 'ERROR' } satisfies EventBody<'kyc.file'>,
        },
      ],
      note: [{ action: 'kyc.file-unusable', subject: kycCase.userId, detail: { caseId: kycCase.id, part, fault } }],
    },
  ])
