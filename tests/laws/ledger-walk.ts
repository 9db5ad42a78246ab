import { expect } from 'vitest'
import { houseAccount } from '../../server/contexts/ledger/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import type { Sql } from '../../server/kit/sql.ts'
import { addItem, type Item } from '../../server/kit/work/batch.ts'
import { Batch } from '../../server/kit/work/batch-rows.ts'
import { commitBatch } from '../../server/kit/work/store.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import { agreeCaps, drawUses, type LimitModel, limitWord, takeOfModel, type Use } from './limit-model.ts'

/*
 * A model of the ledger in plain JavaScript, and a random walk that does the same to both. What a call books of many
 * items at once must be what the model books of them one after the other: however they are batched, refused or split.
 */

/** A seeded generator (mulberry32), so that a failure can be walked again. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

interface ModelAccount {
  readonly id: string
  readonly ownerId: string
  posted: bigint
  held: bigint
  receivable: bigint
  state: 'open' | 'no-debit' | 'waiting'
}

interface ModelHold {
  readonly id: string
  readonly account: ModelAccount
  remaining: bigint
}

type Op =
  | { readonly kind: 'transfer'; readonly from: ModelAccount; readonly to: ModelAccount; readonly units: bigint }
  | { readonly kind: 'deposit'; readonly to: ModelAccount; readonly units: bigint }
  | { readonly kind: 'forced'; readonly from: ModelAccount; readonly units: bigint }
  | { readonly kind: 'place'; readonly from: ModelAccount; readonly units: bigint; readonly id: string }
  | { readonly kind: 'capture' | 'release'; readonly hold: ModelHold; readonly units: bigint }
  /** Of a limit alone. */
  | { readonly kind: 'use' }

export interface Walk {
  readonly sql: Sql
  readonly partnerId: string
  readonly random: (below: number) => number
  readonly accounts: readonly ModelAccount[]
  readonly holds: Map<string, ModelHold>
  readonly limits: LimitModel
  operations: number
  refusals: number
}

const asset = 'usdc'

/** A partner with so many customers' accounts, two of them not open for all. */
export async function startWalk(sql: Sql, partnerId: string, customers: number, seed: number): Promise<Walk> {
  const now = new Date()
  await sql.query('select ledger.open_partner($1, $2)', [partnerId, now])
  const limits = await agreeCaps(sql, partnerId, now)
  const accounts: ModelAccount[] = []
  for (let n = 0; n < customers; n += 1) {
    const state = n === 0 ? 'no-debit' : n === 1 ? 'waiting' : 'open'
    const [id, ownerId] = [uuidv7(now), uuidv7(now)]
    await sql.query('select ledger.open_customer($1, $2, $3, $4, $5)', [
      partnerId,
      ownerId,
      state,
      now,
      JSON.stringify([{ id, asset }]),
    ])
    accounts.push({ id, ownerId, posted: 0n, held: 0n, receivable: 0n, state })
  }
  return { sql, partnerId, random: randomOf(seed), accounts, holds: new Map(), limits, operations: 0, refusals: 0 }
}

/** `plain`: nothing but lines, with what they use of limits. */
function draw(walk: Walk, plain: boolean): Op {
  const { random, accounts, holds } = walk
  const account = (): ModelAccount => accounts[random(accounts.length)] as ModelAccount
  const units = BigInt(1 + random(1_000))
  if (!plain && random(12) === 0) return { kind: 'use' }
  const dice = random(plain ? 72 : 100)
  const hold = [...holds.values()][random(Math.max(1, holds.size))]
  if (dice < 40) {
    const from = account()
    const to = account()
    return from === to ? { kind: 'deposit', to, units } : { kind: 'transfer', from, to, units }
  }
  if (dice < 65) return { kind: 'deposit', to: account(), units }
  if (dice < 72) return { kind: 'forced', from: account(), units }
  if (dice < 84 || hold === undefined) return { kind: 'place', from: account(), units, id: uuidv7(new Date()) }
  const part = random(3) === 0 ? units : 1n + (units % hold.remaining)
  return { kind: dice < 93 ? 'capture' : 'release', hold, units: part }
}

const available = (account: ModelAccount): bigint => account.posted - account.held

function creditModel(account: ModelAccount, units: bigint): void {
  const repaid = units < account.receivable ? units : account.receivable
  account.receivable -= repaid
  account.posted += units - repaid
}

/** Does the operation to the model; the verdict when it is refused. Limits come last, and a refusal leaves nothing. */
function applyToModel(walk: Walk, op: Op, uses: readonly Use[]): string | undefined {
  const before = structuredClone(walk.accounts)
  const verdict = bookInModel(walk, op) ?? takeOfModel(walk.limits, uses)
  if (verdict?.startsWith('limit-exceeded')) undo(walk, op, before)
  return verdict
}

/** Only what has one account's lines, or two, uses limits here: no hold is to be undone. */
function undo(walk: Walk, op: Op, before: readonly ModelAccount[]): void {
  if (op.kind !== 'transfer' && op.kind !== 'deposit' && op.kind !== 'use') throw new Error(`${op.kind} uses no limit`)
  walk.accounts.forEach((account, index) => Object.assign(account, before[index]))
}

function bookInModel(walk: Walk, op: Op): string | undefined {
  switch (op.kind) {
    case 'use':
      return undefined
    case 'deposit':
      if (op.to.state === 'waiting') return 'account-waiting'
      return creditModel(op.to, op.units), undefined
    case 'transfer':
      if (op.from.state === 'waiting' || op.to.state === 'waiting') return 'account-waiting'
      if (op.from.state === 'no-debit') return 'account-no-debit'
      if (available(op.from) < op.units) return 'insufficient-funds'
      op.from.posted -= op.units
      return creditModel(op.to, op.units), undefined
    case 'forced': {
      if (op.from.state === 'waiting') return 'account-waiting'
      const free = available(op.from) > 0n ? available(op.from) : 0n
      const part = op.units < free ? op.units : free
      op.from.posted -= part
      op.from.receivable += op.units - part
      return undefined
    }
    case 'place':
      if (op.from.state === 'waiting') return 'account-waiting'
      if (op.from.state === 'no-debit') return 'account-no-debit'
      if (available(op.from) < op.units) return 'insufficient-funds'
      op.from.held += op.units
      walk.holds.set(op.id, { id: op.id, account: op.from, remaining: op.units })
      return undefined
    case 'capture':
    case 'release':
      if (op.hold.remaining < op.units) return 'hold-ended'
      op.hold.remaining -= op.units
      op.hold.account.held -= op.units
      if (op.kind === 'capture') op.hold.account.posted -= op.units
      if (op.hold.remaining === 0n) walk.holds.delete(op.hold.id)
      return undefined
  }
}

function itemOf(walk: Walk, op: Op, use: readonly Use[]): Item {
  const now = new Date()
  if (op.kind === 'use') {
    return { origin: { actor: 'system:test', partnerId: walk.partnerId }, now, effects: [{ use }] }
  }
  const money = { asset, units: op.units }
  const bank = houseAccount(walk.partnerId, 'bank-safeguarding', asset)
  const out = houseAccount(walk.partnerId, 'in-transit-sepa-out', asset)
  const businessId = uuidv7(now)
  const post = (debit: string, credit: string, forced = false) => [
    { kind: 'law', businessId, lines: [{ debit, credit, money, forced }] },
  ]
  const item = (effects: Item['effects'][number]): Item => ({
    origin: { actor: 'system:test', partnerId: walk.partnerId },
    now,
    effects: [{ ...effects, use }],
  })
  switch (op.kind) {
    case 'deposit':
      return item({ post: post(bank, op.to.id) })
    case 'transfer':
      return item({ post: post(op.from.id, op.to.id) })
    case 'forced':
      return item({ post: post(op.from.id, out, true) })
    case 'place':
      return item({ hold: [{ op: 'place', id: op.id, accountId: op.from.id, money, kind: 'law', businessId }] })
    case 'capture':
      return item({
        hold: [{ op: 'capture', id: op.hold.id, accountId: op.hold.account.id, money }],
        post: post(op.hold.account.id, out),
      })
    case 'release':
      return item({ hold: [{ op: 'release', id: op.hold.id, accountId: op.hold.account.id, money }] })
  }
}

function usesOf(walk: Walk, op: Op): readonly Use[] {
  const { random, accounts } = walk
  if (op.kind === 'transfer') return drawUses(random, [op.from.ownerId, op.to.ownerId], op.units)
  if (op.kind === 'deposit') return drawUses(random, [op.to.ownerId], op.units)
  const someone = accounts[random(accounts.length)]?.ownerId ?? ''
  return op.kind === 'use' ? drawUses(random, [someone, someone], BigInt(1 + random(1_000))) : []
}

/** One call of a random number of operations to the database and to the model: the verdicts must be the same. */
export async function step(walk: Walk): Promise<void> {
  const ops: Op[] = []
  const batch = new Batch()
  const expected: [number, string][] = []
  const count = 1 + walk.random(walk.random(4) === 0 ? 60 : 8)
  // A call of nothing but lines, each with one use of a limit at most, is booked a shorter way.
  const plain = walk.random(3) === 0
  for (let o = 1; o <= count; o += 1) {
    // Drawn on the model as it is now, so that later operations of the call meet what earlier ones did.
    const op = draw(walk, plain)
    ops.push(op)
    const uses = usesOf(walk, op).slice(0, plain && walk.random(4) > 0 ? 1 : 2)
    addItem(batch, itemOf(walk, op, uses), new Map(), {})
    const verdict = applyToModel(walk, op, uses)
    if (verdict !== undefined) expected.push([o, verdict])
  }
  const verdicts = await commitBatch(walk.sql, batch, refusalAnswers)
  const refused = verdicts.map(({ o, verdict }): [number, string] => [o, limitWord(verdict)]).sort(([a], [b]) => a - b)
  expect(refused).toEqual(expected)
  walk.operations += count
  walk.refusals += refused.length
}

/** Every account is as the model has it. */
export async function compare(walk: Walk): Promise<void> {
  const { rows } = await walk.sql.query<{ id: string; posted: bigint; held: bigint; receivable: bigint }>(
    'select id, posted, held, receivable from ledger.account where partner_id = $1 and id = any ($2)',
    [walk.partnerId, walk.accounts.map(account => account.id)],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  for (const { state: _, ownerId: _owner, ...account } of walk.accounts) expect(byId.get(account.id)).toEqual(account)
  const counters = await walk.sql.query<{
    owner_id: string
    operation: string
    day_cents: bigint
    month_cents: bigint
  }>('select owner_id, operation, day_cents, month_cents from limits.counter where partner_id = $1', [walk.partnerId])
  for (const { owner_id, operation, day_cents, month_cents } of counters.rows) {
    const used = walk.limits.used.get(`${owner_id} ${operation}`) ?? 0n
    expect([operation, day_cents, month_cents]).toEqual([operation, used, used])
  }
  const known = new Set(counters.rows.map(({ owner_id, operation }) => `${owner_id} ${operation}`))
  for (const name of walk.limits.used.keys()) expect(known).toContain(name)
}
