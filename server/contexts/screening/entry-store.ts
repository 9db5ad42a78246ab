import type { Sql } from '../../kit/sql.ts'
import { hashOfEntry, type ListEntry } from './entry.ts'
import { foldName } from './fold-name.ts'

/** A sign of another script may become a whole word, and an index takes 2,700 bytes of a row. */
const soundMax = 600

/** An entry of a list's current version, with the list's code. */
export interface CurrentEntry {
  readonly list: string
  readonly hash: string
  readonly entry: ListEntry
}

/**
 * Writes entries as part of a version of a list: one that stands there unchanged is carried on. Repeating it, also at
 * once in two processes or after later versions came, changes nothing. `activeVersion` is the list's current one; what is written is not seen before the version is activated.
 */
export async function writeEntries(
  sql: Sql,
  target: { readonly list: string; readonly number: number; readonly activeVersion: number },
  entries: readonly ListEntry[],
): Promise<void> {
  const byEntity = new Map(entries.map(entry => [entry.entityId, entry]))
  const given = [...byEntity.values()]
  const { rows } = await sql.query<{ id: bigint; entity_id: string }>(
    `with given as materialized (
       select * from unnest($4::text[], $5::bytea[], $6::text[], $7::text[], $8::text[])
         as g (entity_id, hash, topics, documents, entry)
     ), kept as (
       update screening.entry e set last_version = greatest(e.last_version, $2) from given g
       where e.list_code = $1 and e.entity_id = g.entity_id and e.hash = g.hash and e.last_version >= $3
       returning e.entity_id
     )
     insert into screening.entry (list_code, entity_id, hash, first_version, last_version, topics, documents, entry)
     select $1, entity_id, hash, $2, $2, topics::text[], documents::text[], entry::jsonb from given
     where entity_id not in (select entity_id from kept)
     on conflict (list_code, entity_id, first_version) do nothing
     returning id, entity_id`,
    [
      target.list,
      target.number,
      target.activeVersion,
      given.map(entry => entry.entityId),
      given.map(hashOfEntry),
      given.map(entry => arrayText(entry.topics)),
      given.map(entry => arrayText(entry.documents)),
      given.map(entry => JSON.stringify(entry)),
    ],
  )
  const names = rows.flatMap(({ id, entity_id }) => {
    const sounds = new Set(byEntity.get(entity_id)?.names.map(({ text }) => foldName(text).sound.slice(0, soundMax)))
    return [...sounds].filter(sound => sound !== '').map(sound => ({ id, sound }))
  })
  await sql.query(
    'insert into screening.name (entry_id, sound) select * from unnest($1::bigint[], $2::text[]) on conflict do nothing',
    [names.map(({ id }) => id), names.map(({ sound }) => sound)],
  )
}

/** PostgreSQL's text form of an array of words and numbers. */
const arrayText = (items: readonly string[]): string => `{${items.map(item => JSON.stringify(item)).join(',')}}`

/**
 * People of the lists' current versions whose names sound alike (pg_trgm's similarity of at least 0.3), the likest
 * first, and those with this number of a document.
 */
export async function findCandidates(
  sql: Sql,
  search: { readonly sound: string; readonly document: string | undefined; readonly limit: number },
): Promise<CurrentEntry[]> {
  const { rows } = await sql.query<CurrentEntry>(
    `select e.list_code as "list", encode(e.hash, 'hex') as "hash", e.entry as "entry"
     from (
       (select n.entry_id from screening.name n where n.sound operator(screening.%) $1
        group by n.entry_id order by max(screening.similarity(n.sound, $1)) desc limit $3)
       union
       select d.id from screening.entry d where $2::text is not null and d.documents @> array[$2::text] and d.documents <> '{}'
     ) near
     join screening.entry e on e.id = near.entry_id
     join screening.list l on l.code = e.list_code
     where l.active_version between e.first_version and e.last_version`,
    [search.sound, search.document ?? null, search.limit],
  )
  return rows
}

/** How many people a version of a list has. */
export async function countEntries(sql: Sql, list: string, number: number): Promise<number> {
  const { rows } = await sql.query<{ count: bigint }>(
    'select count(*) as count from screening.entry where list_code = $1 and $2 between first_version and last_version',
    [list, number],
  )
  return Number(rows[0]?.count ?? 0)
}

/** Drops some names of entries that are in no version from `number` on; false when there are none left. */
export async function dropOldNames(sql: Sql, list: string, number: number, limit: number): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from screening.name where (entry_id, sound) in (
       select n.entry_id, n.sound from screening.name n join screening.entry e on e.id = n.entry_id
       where e.list_code = $1 and e.last_version < $2 limit $3)`,
    [list, number, limit],
  )
  return (rowCount ?? 0) > 0
}
