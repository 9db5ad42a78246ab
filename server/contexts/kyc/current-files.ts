import type { DocumentType } from './kyc-case.ts'
import { type KycFile, type KycPart, missingParts } from './kyc-file.ts'

/** The files that a verification is decided on: the latest of each part. */
export function currentFiles(files: readonly KycFile[]): ReadonlyMap<KycPart, KycFile> {
  const latest = new Map<KycPart, KycFile>()
  for (const file of files) if (file.part !== 'ADDRESS') latest.set(file.part, file)
  return latest
}

/** Whether all parts of such a document are there. */
export const isComplete = (files: readonly KycFile[], documentType: DocumentType | null): boolean =>
  documentType !== null && missingParts(documentType, new Set(currentFiles(files).keys())).length === 0

/** Tells one set of files from the next. */
export const setOf = (files: readonly KycFile[]): string =>
  [...currentFiles(files).values()]
    .map(({ id }) => id)
    .toSorted()
    .at(-1) ?? 'none'
