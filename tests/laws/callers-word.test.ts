import { afterAll, beforeAll, expect, test } from 'vitest'
import { balanceAt, houseAccount } from '../../server/contexts/ledger/index.ts'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import type { Sql } from '../../server/kit/sql.ts'
import { addItem, type Item } from '../../server/kit/work/batch.ts'
import { Batch } from '../../server/kit/work/batch-rows.ts'
import { commitBatch } from '../../server/kit/work/store.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

/* What the posting function makes sure of by itself, whatever whoever calls it says or has prepared. */

const partnerId = demoPartners.noKyc.id
const usdc = (units: bigint) => ({ asset: 'usdc', units }) as const

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ ROLES: 'api', CLOCK: 'real' })
})
afterAll(() => bank.stop())

interface Account {
  readonly id: string
  readonly ownerId: string
}

const move = (
  debit: string,
  credit: string,
  units: bigint,
  use: NonNullable<Item['effects'][number]['use']> = [],
): Item => ({
  origin: { actor: 'test', partnerId },
  now: new Date(),
  effects: [
    {
      use,
      post: [{ kind: 'test', businessId: uuidv7(new Date()), lines: [{ debit, credit, money: usdc(units) }] }],
    },
  ],
})

function book(item: Item, sql: Sql = bank.database.pool) {
  const batch = new Batch()
  addItem(batch, item, new Map(), {})
  return commitBatch(sql, batch, refusalAnswers)
}

async function openAccount(units: bigint): Promise<Account> {
  const account = { id: uuidv7(new Date()), ownerId: uuidv7(new Date()) }
  const accounts = JSON.stringify([{ id: account.id, asset: 'usdc' }])
  const values = [partnerId, account.ownerId, 'open', new Date(), accounts]
  await bank.database.pool.query('select ledger.open_customer($1, $2, $3, $4, $5)', values)
  if (units > 0n) await book(move(houseAccount(partnerId, 'bank-safeguarding', 'usdc'), account.id, units))
  return account
}

async function standing(...accounts: Account[]): Promise<unknown[]> {
  const { rows } = await bank.database.pool.query(
    'select posted, version from ledger.account where id = any ($1) order by array_position($1, id)',
    [accounts.map(({ id }) => id)],
  )
  return rows.map(({ posted, version }) => [posted, version])
}

test('what a caller made in its temporary schema is never run with the rights of the owner', async () => {
  const client = await bank.database.pool.connect()
  try {
    await client.query(`
      create function pg_temp.forge(day pg_catalog.date) returns boolean language plpgsql as $$
      begin
        if current_user <> 'florin_app' then update ledger.entry set reason = 'forged by ' || current_user; end if;
        return true;
      end $$;
      grant execute on function pg_temp.forge to public;
      create domain pg_temp.date as pg_catalog.date check (pg_temp.forge(value))`)
    const [from, to] = [await openAccount(10n), await openAccount(0n)]
    expect(await book(move(from.id, to.id, 1n), client)).toEqual([])
  } finally {
    client.release(true)
  }
  const { rows } = await bank.database.owner.query(`select from ledger.entry where reason like 'forged%'`)
  expect(rows).toEqual([])
})

test('each function with the rights of its owner looks into the temporary schema of its caller last', async () => {
  const { rows } = await bank.database.owner.query<{ name: string; settings: string[] | null }>(
    `select oid::regprocedure::text as name, proconfig as settings from pg_proc
     where prosecdef and pronamespace::regnamespace::text !~ '^pg_'`,
  )
  expect(rows.length).toBeGreaterThan(5)
  for (const { name, settings } of rows) {
    const path = settings?.find(setting => setting.startsWith('search_path='))
    expect(path, name).toBe('search_path=pg_catalog, pg_temp')
  }
})

interface Said {
  readonly accounts: readonly Account[]
  readonly net: readonly string[]
  readonly moves: readonly number[]
  /** Debit, credit (places of accounts, from 1), units. */
  readonly lines: readonly (readonly [number, number, string])[]
}

/** The posting function alone, told what no batch would say. */
const post = ({ accounts, net, moves, lines }: Said): Promise<unknown> =>
  bank.database.pool.query(
    `select * from ledger.post(1, '{}', array[$1::uuid], '{x}', '{null}', '{null}', '{null}', $2, $3, $4, $5,
       '{1}', array[$6::uuid], '{t}', array[$7::uuid], '{null}', '{null}', $8, $9, $10, $11, $12, $13,
       '[]', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    [
      partnerId,
      accounts.map(() => partnerId),
      accounts.map(({ id }) => id),
      net,
      moves,
      uuidv7(new Date()),
      uuidv7(new Date()),
      lines.map(() => 1),
      lines.map(([debit]) => debit),
      lines.map(([, credit]) => credit),
      lines.map(() => 'usdc'),
      lines.map(([, , units]) => units),
      lines.map(() => false),
    ],
  )

test('an account that is named at two places is refused, and no money is lost by it', async () => {
  const [a, b] = [await openAccount(1_000n), await openAccount(0n)]
  const before = await standing(a, b)
  const lines = [
    [1, 3, '1000'],
    [3, 2, '1'],
  ] as const
  const said = { accounts: [a, a, b], net: ['0', '0', '0'], moves: [0, 0, 0], lines }
  await expect(post(said)).rejects.toThrow('accounts must be named once')
  expect(await standing(a, b)).toEqual(before)
})

test('a sum of a call that is no whole number of units is refused', async () => {
  const [a, b] = [await openAccount(10n), await openAccount(0n)]
  const before = await standing(a, b)
  const said = { accounts: [a, b], net: ['0.4', '0'], moves: [7, 0], lines: [[1, 2, '1']] } as const
  await expect(post(said)).rejects.toThrow('must be whole units')
  expect(await standing(a, b)).toEqual(before)
})

test('a balance at an instant is what was booked by then, also where one who began before it waited for a lock', async () => {
  const [a, b, c] = [await openAccount(1_000n), await openAccount(1_000n), await openAccount(0n)]
  const use = [{ ownerId: a.ownerId, operation: 'TRANSFER', eurCents: 1n }] as const
  await book(move(a.id, c.id, 1n, use))
  const locker = await bank.database.owner.connect()
  await locker.query('begin')
  await locker.query('select from limits.counter where owner_id = $1 for update', [a.ownerId])
  const slow = book(move(a.id, c.id, 5n, use))
  const waits = async () =>
    (
      await bank.database.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'work.commit'`,
      )
    ).rowCount
  await expect.poll(waits).toBe(1)
  await book(move(b.id, c.id, 100n))
  const moment = async (): Promise<number> => {
    const { rows } = await bank.database.owner.query<{ now: Date }>('select clock.now() as now')
    return rows[0]?.now.getTime() ?? 0
  }
  const betweenMs = await moment()
  await expect.poll(moment, { interval: 1 }).toBeGreaterThan(betweenMs)
  await locker.query('commit')
  locker.release()
  await slow
  expect(await balanceAt(bank.database.pool, { partnerId, accountId: c.id, at: new Date(betweenMs) })).toMatchObject({
    units: 101n,
  })
  const moments = await bank.database.owner.query<{ at: Date }>(
    'select booked_at as at from ledger.posting where credit_account = $1 order by credit_version',
    [c.id],
  )
  const times = moments.rows.map(({ at }) => at.getTime())
  expect(times).toEqual([...times].sort((x, y) => x - y))
})
