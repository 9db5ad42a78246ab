import { type EventBody, events } from '@florin/contract/events.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import { type Decision, saved } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUser, readPersonalData, type User } from '../users/index.ts'
import { checkCaseJob } from './check-case-job.ts'
import { findLastCheckOf } from './check-store.ts'
import { isComplete } from './current-files.ts'
import { fileStore, findFiles } from './file-store.ts'
import { type FileParts, storeFile } from './file-vault.ts'
import { type DocumentType, voidFirst } from './kyc-case.ts'
import {
  assignParts,
  type DocumentPart,
  type KycFile,
  type KycPart,
  missingParts,
  newFile,
  retain,
  type StoredFile,
  unseenBefore,
} from './kyc-file.ts'
import { caseStore, findLatestCase } from './store.ts'

export interface UploadFiles {
  readonly externalUserId: string
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
}

/** Files that are in the store, with the part that each one is. */
export type PreparedFiles = readonly { readonly stored: StoredFile; readonly part: KycPart }[]

/** The files go into the store, before the transaction. P412; P403: which part is which is not clear; P426. */
export async function prepareKycFiles(
  work: Work,
  parts: FileParts,
  { externalUserId, files }: UploadFiles,
): Promise<PreparedFiles> {
  const user = await mustFindUser(work, externalUserId)
  const assigned = assignParts(
    files.map(file => file.name),
    await documentTypeOf(work, user),
    await presentParts(work, user),
  )
  const prepared = []
  for (const [index, { bytes }] of files.entries()) {
    prepared.push({ stored: await storeFile(work, parts, user, bytes), part: assigned[index] ?? 'FRONT' })
  }
  return prepared
}

export interface AddedFiles {
  readonly files: readonly { readonly fileId: string; readonly part: KycPart }[]
  /** What is still missing for a decision. */
  readonly missing: readonly DocumentPart[]
}

/** Records files that are in the store: each takes the place of the earlier one of its part. P412. */
export async function addKycFiles(work: Work, externalUserId: string, prepared: PreparedFiles): Promise<AddedFiles> {
  const user = await mustFindUser(work, externalUserId)
  const [first, ...rest] = prepared.map(({ stored, part }) => newFile(stored, { part, poaId: null }, work.now))
  if (first === undefined) throw new Error('an upload without files')
  await commit(work, fileStore, {
    ...first,
    also: [...rest, ...(await replacedBy(work, user, prepared))].map(file => saved(fileStore, file)),
    emit: [
      {
        type: 'kyc.file',
        subject: user.id,
        version: events['kyc.file'].version,
        body: { externalUserId, status: 'ADDED' } satisfies EventBody<'kyc.file'>,
      },
    ],
    note: [{ action: 'kyc.files-added', subject: user.id, detail: { parts: prepared.map(({ part }) => part) } }],
  })
  const missing = missingParts(await documentTypeOf(work, user), await presentParts(work, user))
  await checkSoon(work, user)
  return { files: prepared.map(({ stored, part }) => ({ fileId: stored.id, part })), missing }
}

/** Earlier files whose place these take, to be erased with the next look where no check has seen them. */
async function replacedBy(work: Work, user: User, prepared: PreparedFiles): Promise<Decision<KycFile>[]> {
  const earlier = await findFiles(work.sql, user.partnerId, user.id)
  const lastCheckAt = await findLastCheckOf(work.sql, user.partnerId, user.id)
  const parts = prepared.map(({ part }) => part)
  return unseenBefore(earlier, parts, lastCheckAt).map(file => retain(file, work.now))
}

/** Of the verification under way, else as the user was created with; null where neither says. */
async function documentTypeOf(work: Work, user: User): Promise<DocumentType | null> {
  const latest = await findLatestCase(work.sql, user.partnerId, user.id)
  if (latest?.decidedAt === null && latest.documentType !== null) return latest.documentType
  return (await readPersonalData(work, user))?.documentType ?? null
}

const presentParts = async (work: Work, user: User): Promise<Set<string>> =>
  new Set((await findFiles(work.sql, user.partnerId, user.id)).map(({ part }) => part))

/** A verification that waits for files is checked when they are complete; who approved one without them has not seen them. */
async function checkSoon(work: Work, user: User): Promise<void> {
  const kycCase = await findLatestCase(work.sql, user.partnerId, user.id)
  const unseen = kycCase && voidFirst(kycCase, work.now)
  if (unseen !== undefined) await commit(work, caseStore, unseen)
  if (kycCase?.state !== 'PENDING') return
  const files = await findFiles(work.sql, user.partnerId, user.id)
  if (isComplete(files, kycCase.documentType)) await commitEffects(work, [{ then: [checkCaseJob(kycCase, files)] }])
}
