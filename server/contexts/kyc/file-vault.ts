import { hash } from 'node:crypto'
import { Problem } from '../../kit/problem.ts'
import type { Vault } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { User } from '../users/index.ts'
import type { FileReader } from './file-reader.ts'
import { type FileFault, judgeFrame } from './file-type.ts'
import type { KycFile, StoredFile } from './kyc-file.ts'
import type { ObjectStore } from './object-store.ts'

/** What verification needs of the outside. */
export interface FileParts {
  readonly store: ObjectStore
  readonly reader: FileReader
}

const words: Readonly<Record<FileFault, string>> = {
  type: 'The file is not of an accepted type. Accepted: jpeg, png, pdf.',
  heic: 'The file is a HEIC or AVIF picture. Send it as jpeg; on an iPhone: Settings, Camera, Formats, Most Compatible.',
  truncated: 'The file is not complete.',
  polyglot: 'The file is of more than one type.',
  damaged: 'The file cannot be decoded.',
  encrypted: 'The file is encrypted. Send it without a password.',
  'too-large': 'The picture has too many pixels, or the document too many pages.',
  'too-slow': 'The file takes too long to decode.',
}

/** P426, saying why. */
export const refusedFile = (fault: FileFault): Problem => new Problem('P426', words[fault])

const contentIndexOf = (vault: Vault, partnerId: string, bytes: Buffer): Buffer =>
  vault.blindIndex(partnerId, 'kyc.file', hash('sha256', bytes, 'hex'))

/**
 * Checks and decodes a file, seals it under the user's data key and puts it into the store. No transaction is open. A
 * file that is stored and never recorded does no harm: nobody can open it, and the user's key takes it along.
 * P426: it is none of the accepted types, or cannot be decoded.
 */
export async function storeFile(
  work: Work,
  { store, reader }: FileParts,
  user: User,
  bytes: Buffer,
): Promise<StoredFile> {
  const frame = judgeFrame(bytes)
  if ('fault' in frame) throw refusedFile(frame.fault)
  const probe = await reader.probe(bytes, frame.mediaType)
  if ('fault' in probe) throw refusedFile(probe.fault)
  const id = work.newId()
  const { partnerId, dataKeyId } = user
  const objectKey = `${partnerId}/${user.id}/${id}`
  await store.put(objectKey, await work.vault.sealBytes(partnerId, dataKeyId, bytes))
  return {
    partnerId,
    id,
    userId: user.id,
    mediaType: frame.mediaType,
    sizeBytes: bytes.length,
    ...probe,
    contentIndex: contentIndexOf(work.vault, partnerId, bytes),
    objectKey,
    dataKeyId,
  }
}

/** A fault, but one that somebody can mend: P500 with what to do. */
const lostFile = ({ id, objectKey }: KycFile): Problem =>
  new Problem(
    'P500',
    `The store has lost file ${id}. Put ${objectKey} back from a backup: into DATA_DIR/files, or into the bucket.`,
  )

/**
 * The content of a file; undefined once it is erased. Throws when the store gives back something else than it got, or
 * nothing (then P500 says what to put back), and `Erased` when the user's key is gone.
 */
export async function openFile(vault: Vault, store: ObjectStore, file: KycFile): Promise<Buffer | undefined> {
  if (file.erasedAt !== null) return undefined
  const sealed = await store.get(file.objectKey)
  if (sealed === undefined) throw lostFile(file)
  const bytes = await vault.open(file.partnerId, file.dataKeyId, sealed)
  if (!contentIndexOf(vault, file.partnerId, bytes).equals(file.contentIndex))
    throw new Error(`the store holds another content under file ${file.id}`)
  return bytes
}
