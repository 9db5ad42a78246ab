import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Hit } from './hit.ts'
import { findHits, type HitFilter } from './hit-store.ts'
import type { People } from './people.ts'
import { openFinding } from './record-screening.ts'
import type { Finding } from './screener.ts'

/** A hit with what it is about, in clear; null once the person is erased. */
export type OpenHit = Hit & { readonly finding: Finding | null }

export async function openHitOf(work: Work, people: People, hit: Hit): Promise<OpenHit> {
  const dataKeyId = await people.dataKeyOf(work, hit)
  const finding = dataKeyId === undefined ? undefined : await openFinding(work, dataKeyId, hit)
  return { ...hit, finding: finding ?? null }
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
