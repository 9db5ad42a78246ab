import { afterAll, beforeAll, expect, test } from 'vitest'
import { houseAccount } from '../../server/contexts/ledger/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { addItem, type Item } from '../../server/kit/work/batch.ts'
import { Batch } from '../../server/kit/work/batch-rows.ts'
import type { Effects } from '../../server/kit/work/decision.ts'
import { commitBatch } from '../../server/kit/work/store.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

/* A call of nothing but lines is booked a shorter way than one with a hold: it must refuse the same for the same reason. */

let database: TestDatabase
const now = new Date()
const partnerId = uuidv7(now)
beforeAll(async () => {
  database = await createTestDatabase()
  await database.owner.query(`select clock.stamp('sandbox', 'real')`)
  await database.pool.query('select ledger.open_partner($1, $2)', [partnerId, now])
})
afterAll(() => database.drop())

const usdc = (units: bigint) => ({ asset: 'usdc', units }) as const

const itemOf = (effects: Effects): Item => ({ origin: { actor: 'test', partnerId }, now, effects: [effects] })

const move = (debit: string, credit: string, units = 1n, forced = false): Item =>
  itemOf({ post: [{ kind: 'test', businessId: uuidv7(now), lines: [{ debit, credit, money: usdc(units), forced }] }] })

function commit(...items: readonly Item[]): ReturnType<typeof commitBatch> {
  const batch = new Batch()
  for (const item of items) addItem(batch, item, new Map(), {})
  return commitBatch(database.pool, batch, refusalAnswers)
}

async function openAccount(asset: string, state = 'open'): Promise<string> {
  const [id, ownerId] = [uuidv7(now), uuidv7(now)]
  const accounts = JSON.stringify([{ id, asset }])
  await database.pool.query('select ledger.open_customer($1, $2, $3, $4, $5)', [
    partnerId,
    ownerId,
    'open',
    now,
    accounts,
  ])
  // What is closed is empty.
  if (asset === 'usdc' && state !== 'closed')
    await commit(move(houseAccount(partnerId, 'bank-safeguarding', asset), id, 100n))
  if (state !== 'open') await database.pool.query('select ledger.set_state($1, $2, $3)', [partnerId, ownerId, state])
  return id
}

test('one line is refused for the same reason alone as beside a hold', async () => {
  const open = await openAccount('usdc')
  const held = await openAccount('usdc')
  const hold = (id: string): Item =>
    itemOf({
      hold: [{ op: 'place', id: uuidv7(now), accountId: id, money: usdc(1n), kind: 'test', businessId: uuidv7(now) }],
    })
  const cases: [string, Item][] = [
    ['account-missing', move(uuidv7(now), open)],
    ['account-missing', move(open, uuidv7(now))],
    ['asset-mismatch', move(await openAccount('usdt'), open, 1n, true)],
    ['asset-mismatch', move(houseAccount(partnerId, 'bank-safeguarding', 'eur'), open)],
    ['asset-mismatch', move(open, await openAccount('usdt'))],
    ['account-waiting', move(await openAccount('usdc', 'waiting'), open)],
    ['account-waiting', move(open, await openAccount('usdc', 'waiting'))],
    ['account-closed', move(await openAccount('usdc', 'closed'), open)],
    ['account-closed', move(open, await openAccount('usdc', 'closed'))],
    ['account-no-debit', move(await openAccount('usdc', 'no-debit'), open)],
    ['insufficient-funds', move(open, held, 101n)],
  ]
  for (const [verdict, item] of cases) {
    expect(await commit(item), `${verdict}, the short way`).toEqual([{ o: 1, verdict }])
    expect(await commit(hold(held), item), `${verdict}, the long way`).toEqual([{ o: 2, verdict }])
  }
  const { rows } = await database.pool.query('select posted from ledger.account where partner_id = $1 and id = $2', [
    partnerId,
    open,
  ])
  expect(rows).toEqual([{ posted: 100n }])
})

test('units that are no positive whole number are refused with the call, as is a line between two partners', async () => {
  const [one, other] = [await openAccount('usdc'), await openAccount('usdc')]
  for (const units of ['0', '-1', '1.5', 'NaN', undefined]) {
    const batch = new Batch()
    addItem(batch, move(one, other), new Map(), {})
    batch.lines[0] = { ...batch.lines[0], units } as never
    const committed = commitBatch(database.pool, batch, refusalAnswers)
    await expect(committed, String(units)).rejects.toThrow('must be a positive whole number of units')
  }
  const strange = new Batch()
  const item = move(one, other)
  addItem(strange, { ...item, origin: { actor: 'test', partnerId: uuidv7(now) } }, new Map(), {})
  strange.lines[0] = { ...strange.lines[0], credit: strange.account(partnerId, other) } as never
  await expect(commitBatch(database.pool, strange, refusalAnswers)).rejects.toThrow(
    'must belong to an entry of its partner',
  )
})

test('what a call says in advance of its accounts changes nothing, however wrong it is', async () => {
  const accounts = await Promise.all(Array.from({ length: 4 }, () => openAccount('usdc')))
  const house = houseAccount(partnerId, 'bank-safeguarding', 'usdc')
  const at = (n: number): string => accounts[n] as string
  // The second, fifth and seventh have too little; one is forced, one holds, one is a deposit.
  const hold = (id: string, units: bigint): Item =>
    itemOf({
      hold: [
        { op: 'place', id: uuidv7(now), accountId: id, money: usdc(units), kind: 'test', businessId: uuidv7(now) },
      ],
    })
  const items = () => [
    move(at(0), at(1), 60n),
    move(at(0), at(2), 60n),
    move(house, at(3), 5n),
    hold(at(1), 150n),
    move(at(1), at(2), 20n),
    move(at(2), at(0), 130n, true),
    move(at(3), at(0), 106n),
    move(at(3), at(2), 105n),
  ]
  const state = async () => {
    const { rows } = await database.pool.query(
      'select posted, held, receivable, version from ledger.account where id = any ($1) order by array_position($1, id)',
      [accounts],
    )
    return rows.map(({ posted, held, receivable, version }) => [posted, held, receivable, version])
  }
  const before = await state()
  const written = async (mislead: (batch: Batch) => void) => {
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      const batch = new Batch()
      for (const item of items()) addItem(batch, item, new Map(), {})
      mislead(batch)
      const verdicts = await commitBatch(client, batch, refusalAnswers)
      const { rows } = await client.query(
        `select units, debit_version, debit_balance, credit_version, credit_balance from ledger.posting
         where debit_account = any ($1) or credit_account = any ($1) order by entry_id, line`,
        [accounts],
      )
      const after = await client.query(
        'select posted, held, receivable, version from ledger.account where id = any ($1) order by array_position($1, id)',
        [accounts],
      )
      return { verdicts, rows, after: after.rows.map(row => Object.values(row)) }
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const truly = await written(() => undefined)
  expect(truly.verdicts.map(({ o, verdict }) => [o, verdict])).toEqual([
    [2, 'insufficient-funds'],
    [5, 'insufficient-funds'],
    [7, 'insufficient-funds'],
  ])
  expect(truly.after).not.toEqual(before)
  const nets = [0n, 1n, -1n, 1_000n, -1_000n, 60n, -60n]
  for (let n = 0; n < 60; n += 1) {
    const misled = await written(batch => {
      accounts.forEach((id, index) => {
        const place = batch.account(partnerId, id)
        place.net = nets[(n * 5 + index * 3) % nets.length] as bigint
        place.moves = (n + index) % 4
      })
    })
    expect(misled).toEqual(truly)
  }
})
