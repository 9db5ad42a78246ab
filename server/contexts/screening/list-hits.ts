import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Hit } from './hit.ts'
import { findHit, findHits, findHitsOfUser, type HitFilter } from './hit-store.ts'
import type { People } from './people.ts'
import { openFinding } from './record-screening.ts'
import type { Finding } from './screener.ts'
import type { UserPosition } from './sweep.ts'

/** A hit with what it is about, in clear; null once the person is erased. */
export type OpenHit = Hit & { readonly finding: Finding | null }

/** A hit of any partner, for the operator. P404. */
export async function mustFindHit(work: Work, hitId: string): Promise<Hit> {
  const hit = await findHit(work.sql, hitId)
  if (hit === undefined) throw new Problem('P404', 'There is no such hit.')
  return hit
}

export async function openHitOf(work: Work, people: People, hit: Hit): Promise<OpenHit> {
  const user = await people.look(work, hit)
  const finding = user === undefined ? undefined : await openFinding(work, user.dataKeyId, hit)
  return { ...hit, finding: finding ?? null }
}

/** What lists say of one person, oldest first; without what they say no longer. */
export async function findHitsAbout(
  work: Work,
  people: People,
  { partnerId, userId }: UserPosition,
): Promise<OpenHit[]> {
  const hits = await findHitsOfUser(work.sql, partnerId, userId)
  return Promise.all(hits.filter(({ state }) => state !== 'LAPSED').map(hit => openHitOf(work, people, hit)))
}

/** Hits of all partners or of one, newest first, for the operator. P403: a cursor that is none of ours. */
export async function listHits(
  work: Work,
  people: People,
  {
    limit,
    cursor,
    ...filter
  }: HitFilter & { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Listed<OpenHit>> {
  const { items, nextCursor } = await listPage<Hit, string>({ limit, cursor }, byId, (count, before) =>
    findHits(work.sql, filter, { before, limit: count }),
  )
  return { items: await Promise.all(items.map(hit => openHitOf(work, people, hit))), nextCursor }
}
