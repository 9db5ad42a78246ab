import type { kycStatuses } from '@florin/contract/shapes/user.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Challenge, DocumentType, KycPart } from '../kyc/index.ts'

/** What was said of the document. */
export interface StatedDocument {
  readonly documentType: DocumentType
  readonly documentCountry: string
  readonly documentNumber: string
  readonly documentExpiryDate?: string | undefined
}

export interface UserFiles {
  readonly externalUserId: string
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
}

/** The verbs of verification by which the pages do what a partner's own calls would do; bound where the program is put together. */
export interface Verifier<Prepared> {
  /** Without a transaction. P426, P412. */
  prepareFiles(work: Work, files: UserFiles): Promise<Prepared>
  /** Answers which parts they are. */
  addFiles(
    work: Work,
    externalUserId: string,
    prepared: Prepared,
  ): Promise<{ readonly files: readonly { readonly part: KycPart }[] }>
  /** `challenge`: whether the head was turned before the camera, as the pages ask for. P412, P431. */
  start(work: Work, externalUserId: string, document: StatedDocument, challenge: Challenge): Promise<unknown>
  /** Undefined: there was never a verification. */
  stateOf(
    work: Work,
    externalUserId: string,
  ): Promise<
    { readonly status: (typeof kycStatuses)[number]; readonly rejectionReasons: readonly string[] } | undefined
  >
}
