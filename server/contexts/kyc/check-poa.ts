import { type Kernel, reading, transact } from '../../kit/kernel.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Origin, Work } from '../../kit/work/work.ts'
import { findUserById, readPersonalData, type User } from '../users/index.ts'
import { addressChecks } from './address-checks.ts'
import { sealChecks } from './conclude-checks.ts'
import { ruleOnPoa } from './decide-poa.ts'
import { findFiles } from './file-store.ts'
import { openFile } from './file-vault.ts'
import type { FileToRead, PaperReading } from './identity-reading.ts'
import { findPoa } from './poa-store.ts'
import { rate, ruleOn } from './ruling.ts'
import type { CheckParts } from './run-checks.ts'
import { statedAddress } from './stated-identity.ts'

export const checkPoaKind = 'kyc.check-poa'

/**
 * Reads a proof of address that waits, makes all checks, and decides, or leaves it to a person. Without effect when it
 * does not wait any more.
 */
export async function checkPoa(
  kernel: Kernel,
  { store, reader }: CheckParts,
  origin: Origin,
  poaId: string,
): Promise<void> {
  const work = await reading(kernel, origin)
  const poa = await findPoa(work.sql, poaId)
  const user = poa?.state === 'WAITING' ? await findUserById(work.sql, poa.partnerId, poa.userId) : undefined
  const person = user && (await readPersonalData(work, user))
  if (user === undefined || person === undefined || user.stage === 'DELETED') return
  const files = (await findFiles(work.sql, user.partnerId, user.id)).filter(file => file.poaId === poaId)
  const opened: FileToRead[] = []
  for (const file of files) {
    const bytes = await openFile(kernel.vault, store, file)
    if (bytes !== undefined) opened.push({ bytes, mediaType: file.mediaType })
  }
  const read = await reader.readPaper(opened, statedAddress(person, work.now))
  // What could be decoded once and cannot any more is unread: a person looks at it.
  const paper = 'fault' in read ? { pages: [], isText: false, confidence: 0, reader: read.fault } : read
  await transact(kernel, origin, own => concludePoa(own, user, poaId, paper))
}

async function concludePoa(work: Work, user: User, poaId: string, paper: PaperReading): Promise<void> {
  const poa = await findPoa(work.sql, poaId)
  const person = await readPersonalData(work, user)
  if (poa?.state !== 'WAITING' || person === undefined) return
  const facts = { stated: statedAddress(person, work.now), reading: paper }
  const results = addressChecks.map(check => rate(check.name, check.judge(facts)))
  for (const check of await sealChecks(work, user, poaId, results)) await check.save(work)
  const { outcome } = ruleOn(results)
  if (outcome !== 'IN_REVIEW') await ruleOnPoa(work, poa, outcome)
  else await commitEffects(work, [{ note: [{ action: 'poa.to-review', subject: user.id, detail: { poaId } }] }])
}
