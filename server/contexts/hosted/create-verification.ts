import { isServed } from '@florin/contract/countries.ts'
import type { Locale } from '@florin/contract/shapes/hosted.ts'
import { secretId } from '../../kit/ids.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { mustFindUser } from '../users/index.ts'
import { findLivingVerification, verificationStore } from './store.ts'
import { type HostedVerification, newVerification, replaceLink } from './verification.ts'

export interface CreateVerification {
  readonly externalUserId: string
  readonly locale?: Locale | undefined
  readonly successUrl?: string | undefined
  readonly errorUrl?: string | undefined
}

/** Makes a link to the hosted pages for a user; the one before leads nowhere from now on. P412, P431. */
export async function createVerification(work: Work, command: CreateVerification): Promise<HostedVerification> {
  const user = await mustFindUser(work, command.externalUserId)
  if (user.country !== null && !isServed(user.country)) throw new Problem('P431')
  const before = await findLivingVerification(work.sql, work.partnerId, user.id)
  if (before !== undefined) await commit(work, verificationStore, replaceLink(before))
  const { locale = null, successUrl = null, errorUrl = null } = command
  const given = {
    partnerId: work.partnerId,
    id: secretId(),
    userId: user.id,
    externalUserId: user.externalUserId,
    locale,
    successUrl,
    errorUrl,
    dataKeyId: user.dataKeyId,
  }
  return commit(work, verificationStore, newVerification(given, work.now))
}
