import type { Work } from '../../kit/work/work.ts'
import type { KycCase } from './kyc-case.ts'

/** The reasons under the user's data key; null where there are none. */
export async function sealReasons(work: Work, dataKeyId: string, reasons: readonly string[]): Promise<Buffer | null> {
  if (reasons.length === 0) return null
  return Buffer.from(await work.vault.seal(work.partnerId, dataKeyId, JSON.stringify(reasons)), 'base64')
}

/** Why a case was rejected, or what it waits for; empty where no reason was given, and once the person is erased. */
export async function openReasons(work: Work, dataKeyId: string, kycCase: KycCase): Promise<string[]> {
  if (kycCase.sealedReasons === null) return []
  return (await work.vault.openJson<string[]>(kycCase.partnerId, dataKeyId, kycCase.sealedReasons)) ?? []
}
