import { binaryArray } from '../../kit/postgres/binary-array.ts'
import type { Sql } from '../../kit/sql.ts'
import type { SealedEntry, SealedPosting } from './encoding.ts'

/** A block as it is kept. `horizon`: every entry of an earlier transaction is in this block or one before it. */
export interface BlockRow {
  readonly number: bigint
  readonly previousHash: Buffer
  readonly root: Buffer
  readonly hash: Buffer
  readonly leaves: number
  readonly horizon: string
  readonly earliest: string
  readonly latest: string
  readonly sealedAt: string
  readonly keyId: string
  readonly signature: Buffer
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const blockColumns = `number, previous_hash as "previousHash", root, hash, leaves, horizon::text as horizon,
  ${iso('earliest')} as earliest, ${iso('latest')} as latest, ${iso('sealed_at')} as "sealedAt", key_id as "keyId", signature`

export async function lastBlock(sql: Sql): Promise<BlockRow | undefined> {
  const { rows } = await sql.query<BlockRow>(`select ${blockColumns} from ledger.block order by number desc limit 1`)
  return rows[0]
}

/** Who signed the blocks: each key's short name, with its first and its last block. Reads all heads. */
export async function findSigners(sql: Sql): Promise<{ keyId: string; first: bigint; last: bigint }[]> {
  const { rows } = await sql.query<{ keyId: string; first: bigint; last: bigint }>(
    'select key_id as "keyId", min(number) as first, max(number) as last from ledger.block group by key_id order by 2',
  )
  return rows
}

export async function findBlocks(sql: Sql, from: bigint, limit: number): Promise<BlockRow[]> {
  const { rows } = await sql.query<BlockRow>(
    `select ${blockColumns} from ledger.block where number >= $1 order by number limit $2`,
    [from, limit],
  )
  return rows
}

/** Without a zone and in ISO order, whatever the session is set to; `isoOf` makes it the canonical form. */
const at = (column: string): string => `(${column} at time zone 'UTC')::text`

const isoOf = (text: string): string => {
  const [seconds = '', fraction = ''] = text.replace(' ', 'T').split('.')
  return `${seconds}.${fraction.padEnd(6, '0')}Z`
}

const entryColumns = `e.partner_id as "partnerId", e.id, e.kind, e.business_id as "businessId", ${at('e.booked_at')} as "bookedAt",
  e.value_date::text as "valueDate", e.actor, e.reason, e.request_id as "requestId", e.cause, e.reverses, e.xid::text as xid`

export type EntryRow = SealedEntry & { readonly xid: string }

type PostingRow = SealedPosting & { readonly entryId: string }

/** Puts the postings to their entries: one more statement for all of them, a third of the cost of one an entry. */
async function withPostings(sql: Sql, entries: readonly Omit<EntryRow, 'postings'>[]): Promise<EntryRow[]> {
  if (entries.length === 0) return []
  const { rows } = await sql.query<PostingRow>(
    `select p.entry_id as "entryId", p.line, p.debit_account as "debitAccount", p.credit_account as "creditAccount", p.asset,
       p.units::text as units, p.on_behalf as "onBehalf", p.debit_version::text as "debitVersion",
       p.debit_balance::text as "debitBalance", p.credit_version::text as "creditVersion",
       p.credit_balance::text as "creditBalance", ${at('p.booked_at')} as "bookedAt"
     from unnest($1::uuid[], $2::uuid[]) as e(partner_id, id)
     join ledger.posting p on p.partner_id = e.partner_id and p.entry_id = e.id order by p.entry_id, p.line`,
    [
      binaryArray(
        'uuid',
        entries.map(entry => entry.partnerId),
      ),
      binaryArray(
        'uuid',
        entries.map(entry => entry.id),
      ),
    ],
  )
  const byEntry = new Map<string, SealedPosting[]>()
  for (const { entryId, ...posting } of rows) {
    const sealed = { ...posting, bookedAt: isoOf(posting.bookedAt) }
    const known = byEntry.get(entryId)
    if (known === undefined) byEntry.set(entryId, [sealed])
    else known.push(sealed)
  }
  return entries.map(entry => ({ ...entry, bookedAt: isoOf(entry.bookedAt), postings: byEntry.get(entry.id) ?? [] }))
}

/** The oldest transaction that may still write: what is below it is committed for good, or never will be. */
export async function readHorizon(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  return rows[0]?.horizon ?? '0'
}

/**
 * Which entries (e) no block covers, of which the last has this horizon. At the horizon itself it takes a look: a restore
 * gives all of history the number of its own transaction. A count, because the planner may answer `exists` for all
 * leaves at once.
 */
export const unsealedFrom = (horizon: string): string =>
  `e.xid >= ${horizon} and (e.xid > ${horizon} or
     (select count(*) from ledger.leaf l where l.partner_id = e.partner_id and l.entry_id = e.id) = 0)`

/** The leaves of a new block. */
export interface NewLeaves {
  readonly count: number
  /** Their hashes, 32 bytes each, in the order of the leaves. */
  readonly hashes: Buffer
  readonly earliest: string
  readonly latest: string
  /** The transaction of the last one. */
  readonly lastXid: string
  /** Entries that touch house accounts: those have no version. Most entries touch none. */
  readonly housePartners: readonly string[]
  readonly houseEntries: readonly string[]
}

/**
 * Fields of the canonical encoding (docs/books.md), as `encodeEntry` makes them: `verify` holds the two together. They
 * are arguments of `concat`, which is a third of the cost of as many `||`, and which leaves out what is NULL.
 */
const field = {
  text: (column: string) => `octet_length(${column}), ':', ${column}`,
  uuid: (column: string) => `'36:', ${column}`,
  number: (column: string) => `length(${column}::text), ':', ${column}`,
  optional: {
    text: (column: string) => `octet_length(${column}), case when ${column} is null then '-' else ':' end, ${column}`,
    uuid: (column: string) => `case when ${column} is null then '-' else '36:' end, ${column}`,
    number: (column: string) => `length(${column}::text), case when ${column} is null then '-' else ':' end, ${column}`,
  },
}

const encodedPosting = `concat(${[
  field.number('p.line'),
  field.uuid('p.debit_account'),
  field.uuid('p.credit_account'),
  field.text('p.asset'),
  field.number('p.units'),
  field.optional.uuid('p.on_behalf'),
  field.optional.number('p.debit_version'),
  field.optional.number('p.debit_balance'),
  field.optional.number('p.credit_version'),
  field.optional.number('p.credit_balance'),
  // Nearly always the entry's: written as text once.
  `'27:', case when p.booked_at = e.booked_at then e.booked_text else ${iso('p.booked_at')} end`,
].join(', ')})`

const encodedEntry = `concat(${[
  field.uuid('e.partner_id'),
  field.uuid('e.id'),
  field.text('e.kind'),
  field.uuid('e.business_id'),
  `'27:', e.booked_text`,
  `'10:', e.value_date`,
  field.text('e.actor'),
  field.optional.text('e.reason'),
  field.optional.text('e.request_id'),
  field.optional.text('e.cause'),
  field.optional.uuid('e.reverses'),
  field.number('l.count'),
  'l.encoded',
].join(', ')})`

/**
 * Writes the leaves of a block: the entries at or above one horizon and below another, in the order of their commit,
 * about `limit` of them, since no transaction is cut in two. They are hashed and written where the rows are, and only the
 * hashes come out: taking rows out and giving them back costs more than all else about it. Undefined where there are none.
 */
export async function sealLeaves(
  sql: Sql,
  block: bigint,
  { from, below, limit }: { from: string; below: string; limit: number },
): Promise<NewLeaves | undefined> {
  const { rows } = await sql.query<NewLeaves>(
    `with leaf as materialized (
       select row_number() over (order by e.xid, e.id) - 1 as position, e.partner_id, e.id, e.xid, e.booked_at, l.house,
         sha256('\\x00'::bytea || convert_to(${encodedEntry}, 'UTF8')) as hash
       from (
         select e.*, ${iso('e.booked_at')} as booked_text from ledger.entry e where e.xid < $2::xid8 and ${unsealedFrom('$1::xid8')}
         order by e.xid fetch first ($3::bigint) rows with ties) e
       cross join lateral (
         select count(*) as count, string_agg(${encodedPosting}, '') as encoded,
                bool_or(p.debit_version is null or p.credit_version is null) as house
         from (select * from ledger.posting p where p.partner_id = e.partner_id and p.entry_id = e.id order by p.line) p) l
     ), written as (
       insert into ledger.leaf (block_number, position, partner_id, entry_id, hash)
       select $4::bigint, position, partner_id, id, hash from leaf
     )
     select count(*)::int as count, string_agg(hash, '' order by position) as hashes, ${iso('min(booked_at)')} as earliest,
       ${iso('max(booked_at)')} as latest, (select xid::text from leaf order by position desc limit 1) as "lastXid",
       coalesce(array_agg(partner_id order by position) filter (where house), '{}') as "housePartners",
       coalesce(array_agg(id order by position) filter (where house), '{}') as "houseEntries"
     from leaf`,
    [from, below, limit, block],
  )
  return rows[0]?.count === 0 ? undefined : rows[0]
}

/** What the entries change on house accounts, by credits minus debits. */
export async function sumHouseSides(
  sql: Sql,
  { housePartners, houseEntries }: Pick<NewLeaves, 'housePartners' | 'houseEntries'>,
): Promise<HouseDelta[]> {
  if (houseEntries.length === 0) return []
  const { rows } = await sql.query<HouseDelta>(
    `select partner_id as "partnerId", account as "accountId", sum(units) as units from (
       select p.partner_id, side.account, side.units
       from unnest($1::uuid[], $2::uuid[]) as e(partner_id, id)
       join ledger.posting p on p.partner_id = e.partner_id and p.entry_id = e.id
       cross join lateral (values (p.debit_account, -p.units, p.debit_version), (p.credit_account, p.units, p.credit_version))
         as side(account, units, version)
       where side.version is null) x
     group by partner_id, account`,
    [binaryArray('uuid', housePartners), binaryArray('uuid', houseEntries)],
  )
  return rows
}

/** How many entries wait for the sealer: the unsealed tail. */
export async function countUnsealed(sql: Sql, from: string): Promise<number> {
  const { rows } = await sql.query<{ count: bigint }>(
    `select count(*) from ledger.entry e where ${unsealedFrom('$1::xid8')}`,
    [from],
  )
  return Number(rows[0]?.count ?? 0)
}

/** What a block changes on a house account, by credits minus debits. */
export interface HouseDelta {
  readonly partnerId: string
  readonly accountId: string
  readonly units: bigint
}

/** Writes a block whose leaves are written, and rolls the house accounts' balances up to it. */
export async function insertBlock(sql: Sql, block: BlockRow, deltas: readonly HouseDelta[]): Promise<void> {
  await sql.query(
    `insert into ledger.block (number, previous_hash, root, hash, leaves, horizon, earliest, latest, sealed_at, key_id, signature)
     values ($1, $2, $3, $4, $5, $6::xid8, $7, $8, $9, $10, $11)`,
    [
      block.number,
      block.previousHash,
      block.root,
      block.hash,
      block.leaves,
      block.horizon,
      block.earliest,
      block.latest,
      block.sealedAt,
      block.keyId,
      block.signature,
    ],
  )
  if (deltas.length === 0) return
  await sql.query(
    `insert into ledger.roll_up (partner_id, account_id, block_number, balance)
     select d.partner, d.account, $1, d.units::numeric + coalesce((
       select r.balance from ledger.roll_up r where r.partner_id = d.partner and r.account_id = d.account
       order by r.block_number desc limit 1), 0)
     from unnest($2::uuid[], $3::uuid[], $4::text[]) as d(partner, account, units)`,
    [
      block.number,
      deltas.map(delta => delta.partnerId),
      deltas.map(delta => delta.accountId),
      deltas.map(delta => String(delta.units)),
    ],
  )
}

/** The leaves of a block with what their entries say today; an entry that is gone has null postings and head. */
export async function findLeaves(
  sql: Sql,
  block: bigint,
): Promise<{ position: number; partnerId: string; entryId: string; hash: Buffer }[]> {
  const { rows } = await sql.query<{ position: number; partnerId: string; entryId: string; hash: Buffer }>(
    `select position, partner_id as "partnerId", entry_id as "entryId", hash from ledger.leaf where block_number = $1 order by position`,
    [block],
  )
  return rows
}

export async function findEntriesOfBlock(sql: Sql, block: bigint): Promise<EntryRow[]> {
  const { rows } = await sql.query<Omit<EntryRow, 'postings'>>(
    `select ${entryColumns} from ledger.leaf l join ledger.entry e on e.partner_id = l.partner_id and e.id = l.entry_id
     where l.block_number = $1 order by l.position`,
    [block],
  )
  return withPostings(sql, rows)
}

/** Where the entries of a business event lie in sealed history. */
export async function findLeavesOf(
  sql: Sql,
  partnerId: string,
  businessId: string,
): Promise<{ entryId: string; blockNumber: bigint; position: number }[]> {
  const { rows } = await sql.query<{ entryId: string; blockNumber: bigint; position: number }>(
    `select e.id as "entryId", l.block_number as "blockNumber", l.position
     from ledger.entry e join ledger.leaf l on l.partner_id = e.partner_id and l.entry_id = e.id
     where e.partner_id = $1 and e.business_id = $2 order by e.id`,
    [partnerId, businessId],
  )
  return rows
}
