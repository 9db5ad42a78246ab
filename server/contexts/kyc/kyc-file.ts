import type { frameParts, kycParts } from '@florin/contract/shapes/user.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { MediaType } from './file-type.ts'
import type { DocumentType } from './kyc-case.ts'

/** What a partner may send. */
export type DocumentPart = (typeof kycParts)[number]
/** What the hosted pages ask for beside it. */
export type FramePart = (typeof frameParts)[number]
export type KycPart = DocumentPart | FramePart

/** A row of `kyc.file`; the content is in the object store. */
export interface KycFile {
  readonly partnerId: string
  readonly id: string
  readonly userId: string
  readonly part: KycPart | 'ADDRESS'
  /** The proof of address that it belongs to. */
  readonly poaId: string | null
  readonly mediaType: MediaType
  readonly sizeBytes: number
  readonly pages: number
  readonly width: number
  readonly height: number
  readonly contentIndex: Buffer
  readonly objectKey: string
  readonly dataKeyId: string
  readonly createdAt: Date
  readonly deleteAfter: Date | null
  readonly erasedAt: Date | null
  readonly version: number
}

/** What is known of a file once it is in the store, before it is said what it is for. */
export type StoredFile = Omit<KycFile, 'part' | 'poaId' | 'createdAt' | 'deleteAfter' | 'erasedAt' | 'version'>

export const newFile = (
  stored: StoredFile,
  use: { readonly part: KycFile['part']; readonly poaId: string | null },
  now: Date,
): Decision<KycFile> => ({
  next: { ...stored, ...use, createdAt: now, deleteAfter: null, erasedAt: null, version: 1 },
})

/**
 * Files that newer ones of the same parts replace before any check has seen them: nothing was decided on them, so that no
 * law wants them kept. What a check has seen is evidence.
 */
export const unseenBefore = (
  files: readonly KycFile[],
  newer: readonly KycFile['part'][],
  lastCheckAt: Date | undefined,
): KycFile[] =>
  files.filter(
    file =>
      newer.includes(file.part) &&
      file.deleteAfter === null &&
      (lastCheckAt === undefined || file.createdAt > lastCheckAt),
  )

/** The file stays until then: the user is gone, or another file has taken its place. */
export const retain = (file: KycFile, deleteAfter: Date): Decision<KycFile> => ({
  next: { ...file, deleteAfter, version: file.version + 1 },
})

/** Its object is gone from the store. */
export const erase = (file: KycFile, now: Date): Decision<KycFile> => ({
  next: { ...file, erasedAt: now, version: file.version + 1 },
  note: [{ action: 'kyc.file-erased', subject: file.userId, detail: { fileId: file.id } }],
})

/** What a verification by such a document needs, in the order in which unnamed files are taken. */
export const partsOf = (documentType: DocumentType): readonly DocumentPart[] =>
  documentType === 'PASSPORT' ? ['FRONT', 'SELFIE'] : ['FRONT', 'BACK', 'SELFIE']

/** What is still needed; where the kind of the document is not known yet, what every kind needs. */
export const missingParts = (documentType: DocumentType | null, present: ReadonlySet<string>): DocumentPart[] =>
  partsOf(documentType ?? 'PASSPORT').filter(part => !present.has(part))

/** Whether it is one of the challenge's, which is no part of a document. */
export const isFrame = (part: KycFile['part']): part is FramePart => part === 'LEFT' || part === 'RIGHT'

const namedParts: Readonly<Record<string, KycPart>> = {
  front: 'FRONT',
  back: 'BACK',
  selfie: 'SELFIE',
  left: 'LEFT',
  right: 'RIGHT',
}

/**
 * Which part each file of an upload is, in the order of the upload. Named parts say so; `files` are the parts of the
 * document in their order. A single unnamed file is the first part that is missing. Throws P403 where that is not clear.
 */
export function assignParts(
  names: readonly string[],
  documentType: DocumentType | null,
  present: ReadonlySet<string>,
): KycPart[] {
  const named = names.flatMap(name => namedParts[name] ?? [])
  if (new Set(named).size < named.length) throw invalidField('files', 'must not show one part of the document twice')
  const unnamed = partsOfUnnamed(names.length - named.length, named, documentType, present)
  return names.map(name => namedParts[name] ?? (unnamed.shift() as KycPart))
}

function partsOfUnnamed(
  count: number,
  named: readonly KycPart[],
  documentType: DocumentType | null,
  present: ReadonlySet<string>,
): KycPart[] {
  if (count === 0) return []
  const kind = documentType ?? (count + named.length > 2 || named.includes('BACK') ? 'ID_CARD' : 'PASSPORT')
  const open = partsOf(kind).filter(part => !named.includes(part))
  if (count === open.length) return [...open]
  const missing = open.filter(part => !present.has(part))
  const [first] = missing
  // One by one: only where the kind of the document says what comes next.
  if (count === 1 && documentType !== null && first !== undefined) return [first]
  throw invalidField(
    'files',
    `must be ${open.join(', ').toLowerCase()}; name the parts front, back, selfie to send fewer`,
  )
}
