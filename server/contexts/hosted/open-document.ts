import type { Work } from '../../kit/work/work.ts'
import type { HostedVerification } from './verification.ts'
import type { StatedDocument } from './verifier.ts'

/** What was said of the document, in clear; null where nothing was yet, and once it is erased. */
export async function openDocument(work: Work, verification: HostedVerification): Promise<StatedDocument | null> {
  const { partnerId, dataKeyId, sealedDocument } = verification
  if (sealedDocument === null) return null
  return (await work.vault.openJson<StatedDocument>(partnerId, dataKeyId, sealedDocument)) ?? null
}
