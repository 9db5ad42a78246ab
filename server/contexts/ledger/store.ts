import { ASSET_SLUGS } from '@florin/contract/assets.ts'
import { uuidv7 } from '../../kit/ids.ts'
import { ask, type Question, uuids } from '../../kit/postgres/question.ts'
import type { Sql } from '../../kit/sql.ts'
import type { AccountState, Balance } from './balance.ts'

const assetOrder = new Map<string, number>(ASSET_SLUGS.map((slug, index) => [slug, index]))

const byAsset = (a: Balance, b: Balance): number => (assetOrder.get(a.asset) ?? 99) - (assetOrder.get(b.asset) ?? 99)

/** The balances of a customer, or of the partner itself, in the order of the assets. */
export async function findBalances(sql: Sql, partnerId: string, ownerId: string): Promise<readonly Balance[]> {
  const [found] = await ask(sql, balancesOf(partnerId, [ownerId]))
  return found.get(ownerId) ?? []
}

/**
 * The balances of several customers, each in the order of the assets: owner → balances. All in one text: reading eight
 * rows a customer of seven columns took longer than all else about a balance, and grouping them a third of the statement.
 */
export const balancesOf = (
  partnerId: string,
  ownerIds: readonly string[],
): Question<ReadonlyMap<string, readonly Balance[]>> => ({
  text: `select string_agg(concat_ws(' ', owner_id, id, asset, state, posted, held, receivable), ',')
     from ledger.account where partner_id = $1 and owner_id = any ($2::uuid[]) and floor is not null`,
  values: [partnerId, uuids(ownerIds)],
  read: readBalances,
})

function readBalances(text: string | null): ReadonlyMap<string, readonly Balance[]> {
  const found = new Map<string, Balance[]>()
  for (const line of text?.split(',') ?? []) {
    const balance = balanceOfText(line)
    const others = found.get(balance.ownerId)
    if (others === undefined) found.set(balance.ownerId, [balance])
    else others.push(balance)
  }
  for (const balances of found.values()) balances.sort(byAsset)
  return found
}

function balanceOfText(text: string): Balance {
  const [ownerId = '', accountId = '', asset = '', state, posted = '', held = '', receivable = ''] = text.split(' ')
  return {
    accountId,
    ownerId,
    asset,
    state: state as AccountState,
    posted: unitsOf(posted),
    held: unitsOf(held),
    receivable: unitsOf(receivable),
  }
}

/** Most of a customer's sums are zero. */
const unitsOf = (text: string): bigint => (text === '0' ? 0n : BigInt(text))

/** The account ids of several customers: owner → asset → account. */
export async function findAccountsOf(
  sql: Sql,
  partnerId: string,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const { rows } = await sql.query<{ owner_id: string; asset: string; id: string }>(
    `select owner_id, asset, id from ledger.account where partner_id = $1 and owner_id = any ($2) and floor is not null`,
    [partnerId, ownerIds],
  )
  const accounts = new Map<string, Map<string, string>>()
  for (const row of rows) {
    const own = accounts.get(row.owner_id) ?? new Map<string, string>()
    accounts.set(row.owner_id, own.set(row.asset, row.id))
  }
  return accounts
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
