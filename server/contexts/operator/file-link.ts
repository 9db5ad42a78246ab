import type { FileLink } from '../kyc/index.ts'

/** Where the content behind a link is; `pages.ts` serves it. */
export const fileContentPath = '/operator/v1/kyc-files/:fileId/content'

/** A link as it is given out: below the operator's listener, good without a token. */
export function fileLinkPath({ fileId, actor, untilMs, proof }: FileLink): string {
  const query = new URLSearchParams({ actor, until: String(untilMs), proof })
  return `${fileContentPath.replace(':fileId', fileId)}?${query.toString()}`
}
