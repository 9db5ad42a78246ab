import { timingSafeEqual } from 'node:crypto'
import { realNow } from '../../kit/clock/clock.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { Problem } from '../../kit/problem.ts'
import { Erased, type Vault } from '../../kit/vault.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findFile } from './file-store.ts'
import type { MediaType } from './file-type.ts'
import { openFile } from './file-vault.ts'
import type { ObjectStore } from './object-store.ts'

/** How long a link is good, of real time: logins and links do not follow a moved clock. */
const linkLifeMs = 300_000

export interface FileLink {
  readonly fileId: string
  /** Who asked for it: every look is on record under this name. */
  readonly actor: string
  readonly untilMs: number
  readonly proof: string
}

const proofOf = (vault: Vault, { fileId, actor, untilMs }: Omit<FileLink, 'proof'>): Buffer =>
  vault.blindIndex(NIL_ID, 'kyc.file-link', JSON.stringify([fileId, actor, untilMs]))

/** A link to a file for the operator who asks. P404: there is no such file, or it is erased. */
export async function linkFile(work: Work, fileId: string): Promise<FileLink> {
  const file = await findFile(work.sql, fileId)
  if (file === undefined || file.erasedAt !== null) throw new Problem('P404', 'There is no such file.')
  const link = { fileId, actor: work.actor, untilMs: realNow().getTime() + linkLifeMs }
  return { ...link, proof: proofOf(work.vault, link).toString('base64url') }
}

/**
 * The content behind a link, put on record before it is shown. Undefined: the link is not ours, is too old, or what it
 * leads to is erased.
 */
export async function openLink(
  kernel: Kernel,
  store: ObjectStore,
  link: FileLink,
): Promise<{ readonly mediaType: MediaType; readonly bytes: Buffer } | undefined> {
  const [said, meant] = [Buffer.from(link.proof, 'base64url'), proofOf(kernel.vault, link)]
  if (said.length !== meant.length || !timingSafeEqual(said, meant)) return undefined
  if (!(link.untilMs >= realNow().getTime())) return undefined
  const file = await findFile(kernel.pool, link.fileId)
  if (file === undefined) return undefined
  const note = { action: 'kyc.file-viewed', subject: file.userId, detail: { fileId: file.id, part: file.part } }
  await transact(kernel, { actor: link.actor, partnerId: file.partnerId }, work =>
    commitEffects(work, [{ note: [note] }]),
  )
  try {
    const bytes = await openFile(kernel.vault, store, file)
    return bytes && { mediaType: file.mediaType, bytes }
  } catch (error) {
    if (error instanceof Erased) return undefined
    throw error
  }
}
