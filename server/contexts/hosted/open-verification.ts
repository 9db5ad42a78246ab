import { hash } from 'node:crypto'
import type { linkStates } from '@florin/contract/shapes/hosted.ts'
import { randomToken } from '../../kit/ids.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findVerification, verificationStore } from './store.ts'
import { type HostedVerification, isExpired, openLink } from './verification.ts'

export const hashOfToken = (token: string): Buffer => hash('sha256', token, 'buffer')

export interface Opened {
  readonly link: (typeof linkStates)[number]
  /** What this browser shows from now on; null for whoever comes late. */
  readonly token: string | null
  readonly verification: HostedVerification
}

/**
 * Gives the link to the browser that opens it first. A look at the page alone takes nothing: messengers look at links
 * before their readers do. P445: there is no such link.
 */
export async function openVerification(
  work: Work,
  { externalUserId, verificationId }: { readonly externalUserId: string; readonly verificationId: string },
): Promise<Opened> {
  const verification = await findVerification(work.sql, verificationId)
  if (verification?.externalUserId !== externalUserId) throw new Problem('P445')
  const token = `kv_${randomToken()}`
  const decision = openLink(verification, hashOfToken(token), work.now)
  if (decision === undefined) {
    const isOver = isExpired(verification, work.now) || verification.state === 'REPLACED'
    return { link: isOver ? 'EXPIRED' : 'TAKEN', token: null, verification }
  }
  const opened = await commit({ ...work, partnerId: verification.partnerId }, verificationStore, decision)
  return { link: 'OPENED', token, verification: opened }
}
