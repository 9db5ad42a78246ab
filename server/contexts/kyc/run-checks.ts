import { type Kernel, reading, transact } from '../../kit/kernel.ts'
import type { Origin, Work } from '../../kit/work/work.ts'
import { findUserById, type PersonalData, readPersonalData, type User } from '../users/index.ts'
import { concludeChecks } from './conclude-checks.ts'
import { currentFiles, isComplete, setOf } from './current-files.ts'
import type { CheckedPerson, ExtraCheck } from './extra-check.ts'
import type { FileReader } from './file-reader.ts'
import { findFiles } from './file-store.ts'
import { openFile } from './file-vault.ts'
import type { FileToRead, IdentityReader } from './identity-reading.ts'
import type { KycCase } from './kyc-case.ts'
import { isFrame, type KycFile, type KycPart } from './kyc-file.ts'
import type { ObjectStore } from './object-store.ts'
import { type CheckResult, rate } from './ruling.ts'
import { statedIdentity } from './stated-identity.ts'
import { findCase } from './store.ts'

/** What the checks need of the outside. */
export interface CheckParts {
  readonly store: ObjectStore
  readonly reader: FileReader & IdentityReader
  readonly extraChecks: readonly ExtraCheck[]
}

interface Subject {
  readonly kycCase: KycCase
  readonly user: User
  readonly person: PersonalData
  readonly files: readonly KycFile[]
}

/**
 * Reads the files of a case that waits, makes all checks, and decides or sends it to a person. Without effect where the
 * case does not wait any more, or files are missing. What is read is read outside of any transaction; the conclusion is
 * dropped when other files came meanwhile, since these have a run of their own.
 */
export async function runChecks(kernel: Kernel, parts: CheckParts, origin: Origin, caseId: string): Promise<void> {
  const subject = await findSubject(await reading(kernel, origin), caseId)
  if (subject === undefined) return
  const { kycCase, user, person, files } = subject
  const stated = statedIdentity(person)
  if (!isComplete(files, kycCase.documentType) && !parts.reader.knows(stated)) return
  const read = await parts.reader.readIdentity(await openFiles(kernel, parts.store, filesOf(kycCase, files)), stated)
  const whom = { partnerId: user.partnerId, userId: user.id, caseId, person }
  const extra = 'fault' in read ? [] : await Promise.all(parts.extraChecks.map(check => judge(kernel, check, whom)))
  await transact(kernel, origin, work => concludeChecks(work, { caseId, files: setOf(files), read, extra }))
}

async function findSubject(work: Work, caseId: string): Promise<Subject | undefined> {
  const kycCase = await findCase(work.sql, caseId)
  if (kycCase?.state !== 'PENDING') return undefined
  const user = await findUserById(work.sql, kycCase.partnerId, kycCase.userId)
  if (user === undefined || user.stage === 'DELETED') return undefined
  const person = await readPersonalData(work, user)
  const files = await findFiles(work.sql, kycCase.partnerId, kycCase.userId)
  return person && { kycCase, user, person, files }
}

/** Frames of another attempt than this one tell nothing about its selfie. */
const filesOf = ({ challenge }: KycCase, files: readonly KycFile[]): readonly KycFile[] =>
  challenge === 'DONE' ? files : files.filter(({ part }) => !isFrame(part))

async function openFiles(
  kernel: Kernel,
  store: ObjectStore,
  files: readonly KycFile[],
): Promise<Partial<Record<KycPart, FileToRead>>> {
  const opened: Partial<Record<KycPart, FileToRead>> = {}
  for (const [part, file] of currentFiles(files)) {
    const bytes = await openFile(kernel.vault, store, file)
    if (bytes !== undefined) opened[part] = { bytes, mediaType: file.mediaType }
  }
  return opened
}

/** A check that fails must not hold up the others, nor pass. */
async function judge(kernel: Kernel, check: ExtraCheck, whom: CheckedPerson): Promise<CheckResult> {
  try {
    return { ...(await check.judge(kernel, whom)), name: check.name }
  } catch (error) {
    kernel.log.warn(
      { err: error, check: check.name, caseId: whom.caseId },
      'A check could not be made: a person decides',
    )
    return rate(check.name, { reasons: ['CHECK_UNAVAILABLE'] })
  }
}
