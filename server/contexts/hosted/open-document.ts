import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { HostedVerification } from './verification.ts'
import type { StatedDocument } from './verifier.ts'

/** What was said of the document, in clear; null where nothing was yet, and once it is erased. */
export async function openDocument(work: Work, verification: HostedVerification): Promise<StatedDocument | null> {
  const { partnerId, dataKeyId, sealedDocument } = verification
  if (sealedDocument === null) return null
  try {
    return JSON.parse((await work.vault.open(partnerId, dataKeyId, sealedDocument)).toString()) as StatedDocument
  } catch (error) {
    if (error instanceof Erased) return null
    throw error
  }
}
