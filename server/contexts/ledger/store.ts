import { ASSET_SLUGS } from '@florin/contract/assets.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { type OfPartner, type Question, rowsOf, wordsOf } from '../../kit/postgres/question.ts'
import type { Sql } from '../../kit/sql.ts'
import type { AccountState, AssetSums, Balance, Sums } from './balance.ts'
import { type OwnAccount, OwnAccounts } from './own-accounts.ts'

const assetOrder = new Map<string, number>(ASSET_SLUGS.map((slug, index) => [slug, index]))

const byAsset = (a: string, b: string): number => (assetOrder.get(a) ?? 99) - (assetOrder.get(b) ?? 99)

/** The balances of a customer, or of the partner itself, in the order of the assets. */
export async function findBalances(sql: Sql, partnerId: string, ownerId: string): Promise<readonly Balance[]> {
  const { rows } = await sql.query<{ id: string; asset: string; state: AccountState } & Record<keyof Sums, string>>(
    `select id, asset, state, posted, held, receivable from ledger.account
     where partner_id = $1 and owner_id = $2 and floor is not null`,
    [partnerId, ownerId],
  )
  return rows
    .map(({ id, asset, state, ...sums }) => ({ accountId: id, ownerId, asset, state, ...sumsOf(sums) }))
    .sort((a, b) => byAsset(a.asset, b.asset))
}

/** Sums by asset, of those of an owner's accounts that were ever used. */
export type OwnSums = readonly AssetSums[]

/**
 * What several customers have: owner → sums. An account that was never used is not in it, as most were not.
 * All in one text: reading a row of several columns for each took longer than all else about a balance.
 */
export function sumsOfOwners(owners: readonly OfPartner[]): Question<ReadonlyMap<string, OwnSums>> {
  const { from, values } = rowsOf({ name: 'ledger.account', id: 'owner_id', condition: 'used' }, owners)
  const line = `concat_ws(' ', r.owner_id, r.asset, r.posted, r.held, r.receivable)`
  return { text: `select string_agg(${line}, ',') from ${from}`, values, read: readSums }
}

function readSums(text: string | null): ReadonlyMap<string, OwnSums> {
  const found = new Map<string, AssetSums[]>()
  for (const [ownerId = '', asset = '', posted = '', held = '', receivable = ''] of wordsOf(text)) {
    const sums = { asset, ...sumsOf({ posted, held, receivable }) }
    const own = found.get(ownerId)
    if (own === undefined) found.set(ownerId, [sums])
    else own.push(sums)
  }
  return found
}

const sumsOf = ({ posted, held, receivable }: Record<keyof Sums, string>): Sums => ({
  posted: unitsOf(posted),
  held: unitsOf(held),
  receivable: unitsOf(receivable),
})

/** Most of a customer's sums are zero. */
const unitsOf = (text: string): bigint => (text === '0' ? 0n : BigInt(text))

/** The accounts of several customers: owner → accounts, in the order of the assets. */
export async function findAccountsOf(
  sql: Sql,
  partnerId: string,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, OwnAccounts>> {
  const { rows } = await sql.query<{ owner_id: string; asset: string; id: string }>(
    `select owner_id, asset, id from ledger.account where partner_id = $1 and owner_id = any ($2) and floor is not null`,
    [partnerId, ownerIds],
  )
  const accounts = new Map<string, OwnAccount[]>()
  for (const { owner_id: ownerId, asset, id } of rows.sort((one, other) => byAsset(one.asset, other.asset))) {
    const account = { asset, accountId: id }
    const own = accounts.get(ownerId)
    if (own === undefined) accounts.set(ownerId, [account])
    else own.push(account)
  }
  return new Map([...accounts].map(([ownerId, own]) => [ownerId, new OwnAccounts(own)]))
}

/** Opens the house accounts and own balances of a new partner. */
export async function openPartnerAccounts(sql: Sql, partnerId: string, now: Date): Promise<void> {
  await sql.query('select ledger.open_partner($1, $2)', [partnerId, now])
}

/** Opens one account an asset for a new customer; returns their ids by asset. */
export async function openCustomerAccounts(
  sql: Sql,
  open: { partnerId: string; ownerId: string; state: AccountState; now: Date },
): Promise<ReadonlyMap<string, string>> {
  const accounts = ASSET_SLUGS.map(asset => ({ id: uuidv7(open.now), asset }))
  await sql.query('select ledger.open_customer($1, $2, $3, $4, $5)', [
    open.partnerId,
    open.ownerId,
    open.state,
    open.now,
    JSON.stringify(accounts),
  ])
  return new Map(accounts.map(({ id, asset }) => [asset, id]))
}

/**
 * Sets the state of an owner's accounts (of one asset, or all). `no-debit` still receives; `waiting` does neither.
 * False: they cannot be closed, because one is not empty.
 */
export async function setAccountState(
  sql: Sql,
  set: { partnerId: string; ownerId: string; state: AccountState; asset?: string },
): Promise<boolean> {
  const { rows } = await sql.query<{ changed: number }>('select ledger.set_state($1, $2, $3, $4) as changed', [
    set.partnerId,
    set.ownerId,
    set.state,
    set.asset ?? null,
  ])
  return (rows[0]?.changed ?? 0) >= 0
}
