import { parseCurrency } from '@florin/contract/assets.ts'
import type { getUserHistory } from '@florin/contract/endpoints/users.ts'
import type { Query } from '@florin/contract/kernel/endpoint.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { entryOf, type HistoryEntry, type HistoryLine, type HistoryOwner, type PersonalPart } from './history.ts'
import { findLines } from './store.ts'

export type HistoryQuery = Query<typeof getUserHistory>

export interface HistoryPage {
  readonly transactions: HistoryEntry[]
  readonly nextCursor: string | null
}

/**
 * A page of an owner's history, newest first. P410: unknown currency; P403: a cursor that is none of ours.
 * `isIdTimed`: the clock is real, so that the ids of lines bear the time at which they were written.
 */
export async function listHistory(
  work: Work,
  owner: HistoryOwner,
  { type, status, currency, from, to, ...page }: HistoryQuery,
  isIdTimed: boolean,
): Promise<HistoryPage> {
  const asset = currency === undefined ? undefined : parseCurrency(currency)
  if (currency !== undefined && asset === undefined) throw new Problem('P410')
  const { items, nextCursor } = await listPage<HistoryLine, string>(page, byId, (limit, before) =>
    findLines(work.sql, {
      partnerId: work.partnerId,
      ownerId: owner.ownerId,
      filter: { type, status, asset, from, to },
      isIdTimed,
      before,
      limit,
    }),
  )
  const transactions = await Promise.all(
    items.map(async line => entryOf(line, await openPersonalPart(work, owner, line))),
  )
  return { transactions, nextCursor }
}

const pageOfAll = 200

/** Every line of an owner's history, newest first. */
export async function readHistory(work: Work, owner: HistoryOwner): Promise<HistoryEntry[]> {
  const all: HistoryEntry[] = []
  let cursor: string | undefined
  do {
    const page = await listHistory(
      work,
      owner,
      { limit: pageOfAll, ...(cursor === undefined ? {} : { cursor }) },
      false,
    )
    all.push(...page.transactions)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return all
}

async function openPersonalPart(work: Work, owner: HistoryOwner, { sealed }: HistoryLine): Promise<PersonalPart> {
  if (sealed === null) return {}
  return (await work.vault.openJson<PersonalPart>(work.partnerId, owner.dataKeyId, sealed)) ?? {}
}
