import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rootOfProof } from '../../server/contexts/ledger/encoding.ts'
import {
  balanceAt,
  houseAccount,
  proveTransaction,
  sealNextBlock,
  trialBalance,
  verifyBooks,
} from '../../server/contexts/ledger/index.ts'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'
import { compare, startWalk, step } from './ledger-walk.ts'

let bank: Bank
const key = generateKeyPairSync('ed25519').privateKey
beforeAll(async () => {
  // No worker: this test seals with a key of its own. A real clock: balances are asked for in the past.
  bank = await startBank({ ROLES: 'api', CLOCK: 'real' })
})
afterAll(() => bank.stop())

/**
 * Seals all that is booked. What a block may hold ends before the oldest transaction that is still open anywhere on the
 * server, and tests beside this one have theirs: so until none is left, for at most 20 s.
 */
async function sealAll(): Promise<void> {
  const deadlineMs = elapsedMs() + 20_000
  for (;;) {
    while (await sealNextBlock(bank.running.resources.kernel, key)) continue
    const { rows } = await bank.database.owner.query<{ left: number }>(
      `select count(*)::int as left from ledger.entry e
       where not exists (select from ledger.leaf l where l.partner_id = e.partner_id and l.entry_id = e.id)`,
    )
    if (rows[0]?.left === 0) return
    if (elapsedMs() > deadlineMs) throw new Error(`${rows[0]?.left} entries cannot be sealed`)
  }
}

const seed = Number(process.env['FLORIN_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const steps = process.env['FLORIN_LONG'] === undefined ? 120 : 8_000

test(`a random walk leaves the books as the model has them, sealed and sound (FLORIN_SEED=${seed})`, async () => {
  const { kernel } = bank.running.resources
  const partnerId = uuidv7(new Date())
  const walk = await startWalk(bank.database.pool, partnerId, 8, seed)
  const past: { at: Date; posted: bigint; accountId: string; house: bigint }[] = []
  const bankId = houseAccount(partnerId, 'bank-safeguarding', 'usdc')
  for (let n = 0; n < steps; n += 1) {
    await step(walk)
    if (n % 10 === 9) await sealNextBlock(kernel, key)
    if (n % Math.ceil(steps / 20) === 3) {
      await compare(walk)
      const account = walk.accounts[walk.random(walk.accounts.length)]
      const { rows } = await bank.database.pool.query(
        `select date_trunc('milliseconds', clock_timestamp()) as at,
                coalesce(sum(case when credit_account = $2 then units else -units end), 0) as house
         from ledger.posting where partner_id = $1 and (credit_account = $2 or debit_account = $2)`,
        [partnerId, bankId],
      )
      past.push({ at: rows[0].at, posted: account?.posted ?? 0n, accountId: account?.id ?? '', house: rows[0].house })
      // The next posting must be later than the moment that is asked for.
      await bank.database.pool.query('select pg_sleep(0.002)')
    }
  }
  await compare(walk)
  expect(walk.refusals).toBeGreaterThan(walk.operations / 20)
  expect(walk.refusals).toBeLessThan(walk.operations)

  for (const { at, posted, accountId, house } of past) {
    const customer = await balanceAt(bank.database.pool, { partnerId, accountId, at })
    expect(customer?.units).toBe(posted)
    const bankBalance = await balanceAt(bank.database.pool, { partnerId, accountId: bankId, at })
    expect(bankBalance?.units).toBe(house)
  }

  const lines = await trialBalance(bank.database.pool, partnerId)
  const side = (...classes: string[]) =>
    lines.filter(line => classes.includes(line.class)).reduce((sum, line) => sum + line.units, 0n)
  expect(side('asset', 'expense')).toBe(side('liability', 'income', 'equity'))

  await sealAll()
  const report = await verifyBooks(bank.database.owner, [key])
  expect(report.findings).toEqual([])
  expect(report.unsealed).toBe(0)
})

test('a transaction in sealed history has a proof that leads from its text to the signed root', async () => {
  await sealAll()
  const { rows } = await bank.database.owner.query<{ business_id: string; partner_id: string }>(
    'select e.business_id, e.partner_id from ledger.entry e join ledger.leaf l on l.entry_id = e.id limit 5',
  )
  for (const { partner_id, business_id } of rows) {
    const [proof] = await proveTransaction(bank.database.pool, partner_id, business_id)
    if (proof === undefined) throw new Error('there is no proof')
    const leaf = createHash('sha256').update(Buffer.of(0)).update(proof.entry).digest()
    expect(leaf.toString('hex')).toBe(proof.leaf)
    expect(rootOfProof(leaf, proof.steps).toString('hex')).toBe(proof.root)
    expect(rootOfProof(Buffer.alloc(32), proof.steps).toString('hex')).not.toBe(proof.root)
    const signature = Buffer.from(proof.signature, 'base64')
    expect(verify(null, Buffer.from(proof.blockHash, 'hex'), createPublicKey(key), signature)).toBe(true)
  }
})

test('the application can neither write to the books but through the posting function, nor change or delete them', async () => {
  for (const statement of [
    'update ledger.posting set units = units + 1',
    'delete from ledger.posting',
    'update ledger.entry set kind = kind',
    'delete from ledger.entry',
    'update ledger.account set posted = posted',
    'insert into ledger.account (partner_id, id, code, asset, owner_id, opened_at) select partner_id, owner_id, code, asset, owner_id, opened_at from ledger.account limit 1',
    'update events.event set body = body',
    'delete from events.event',
    'update ledger.block set leaves = leaves',
    'delete from audit.record',
    'alter table ledger.posting add column extra text',
    'drop table transfers.transfer',
  ]) {
    await expect(bank.database.pool.query(statement), statement).rejects.toThrow(/permission denied|must be owner/)
  }
})

/** As somebody may who has the owner's password: an entry of a transaction that is long sealed, with a posting that moves money. */
async function slipIn(debit: string, credit: string): Promise<string> {
  const id = uuidv7(new Date())
  await bank.database.owner.query(
    `with from_account as (
       update ledger.account set posted = posted - 1, version = version + 1 where id = $3 returning *
     ), to_account as (
       update ledger.account set posted = posted + 1, version = version + 1 where id = $4 returning *
     ), entry as (
       insert into ledger.entry (partner_id, id, kind, business_id, booked_at, value_date, actor, xid)
       select partner_id, $1, 'transfer', $2, now(), current_date, 'nobody', '3' from from_account
     )
     insert into ledger.posting
     select f.partner_id, $1, 1, f.id, t.id, f.asset, 1, null, f.version, f.posted, t.version, t.posted, now()
     from from_account f, to_account t`,
    [id, uuidv7(new Date()), debit, credit],
  )
  return id
}

test('verify names what was slipped into sealed history, and a rolled-up balance that nothing gives', async () => {
  await sealAll()
  const owner = bank.database.owner
  const { rows } = await owner.query<{ id: string; partner_id: string }>(
    `select a.id, a.partner_id from ledger.account a
     where a.floor is not null and a.asset = 'usdc' and a.posted > 0
       and (select count(*) from ledger.account b where b.partner_id = a.partner_id and b.asset = 'usdc' and b.floor is not null and b.posted > 0) > 1
     order by a.partner_id limit 2`,
  )
  const [from, to] = rows
  if (from === undefined || to === undefined) throw new Error('nobody has money')
  expect((await verifyBooks(owner, [key])).findings).toEqual([])
  const id = await slipIn(from.id, to.id)
  expect((await verifyBooks(owner, [key])).findings).toMatchObject([
    { law: 'sealed-in-its-turn', row: `entry ${id} of partner ${from.partner_id}` },
  ])
  await owner.query('delete from ledger.posting where entry_id = $1', [id])
  await owner.query('delete from ledger.entry where id = $1', [id])
  await owner.query('update ledger.account set posted = posted + 1, version = version - 1 where id = $1', [from.id])
  await owner.query('update ledger.account set posted = posted - 1, version = version - 1 where id = $1', [to.id])

  const forged = await owner.query<{ account_id: string; block_number: bigint }>(
    `insert into ledger.roll_up select a.partner_id, a.id, b.number, -999999 from ledger.account a cross join ledger.block b
     where a.floor is null and not exists (
       select from ledger.roll_up r where r.partner_id = a.partner_id and r.account_id = a.id and r.block_number = b.number)
     limit 1 returning account_id, block_number`,
  )
  const [roll] = forged.rows
  expect((await verifyBooks(owner, [key])).findings).toMatchObject([
    { law: 'roll-up', row: `account ${roll?.account_id} in block ${roll?.block_number}` },
  ])
  await owner.query('delete from ledger.roll_up where account_id = $1 and block_number = $2', [
    roll?.account_id,
    roll?.block_number,
  ])
  expect((await verifyBooks(owner, [key])).findings).toEqual([])
})

test('verify names the row when any one byte of sealed history was changed behind its back', async () => {
  await sealAll()
  const owner = bank.database.owner
  const { rows } = await owner.query<{ id: string; partner_id: string }>(
    `select e.id, e.partner_id from ledger.entry e join ledger.leaf l on l.entry_id = e.id order by random() limit 1`,
  )
  const entry = rows[0]
  if (entry === undefined) throw new Error('nothing is sealed')
  const changes = [
    [
      `update ledger.entry set actor = 'x' || substr(actor, 2) where id = $1`,
      `update ledger.entry set actor = $2 where id = $1`,
      'select actor from ledger.entry where id = $1',
    ],
    [
      `update ledger.posting set units = units + 1 where entry_id = $1 and line = 1`,
      `update ledger.posting set units = $2 where entry_id = $1 and line = 1`,
      'select units from ledger.posting where entry_id = $1 and line = 1',
    ],
    [
      `update ledger.posting set booked_at = booked_at + interval '1 microsecond' where entry_id = $1 and line = 1`,
      `update ledger.posting set booked_at = booked_at - interval '1 microsecond' where entry_id = $1 and line = 1 and $2::text is not null`,
      `select 'x'`,
    ],
    [
      `update ledger.entry set business_id = gen_random_uuid() where id = $1`,
      `update ledger.entry set business_id = $2 where id = $1`,
      'select business_id from ledger.entry where id = $1',
    ],
  ] as const
  for (const [change, restore, read] of changes) {
    const before = await owner.query({ text: read, values: read.includes('$1') ? [entry.id] : [], rowMode: 'array' })
    await owner.query(change, [entry.id])
    const report = await verifyBooks(owner, [key])
    expect(report.sound).toBe(false)
    expect(report.findings[0]).toMatchObject({ law: 'sealed-row' })
    expect(report.findings[0]?.row).toContain(entry.id)
    await owner.query(restore, [entry.id, before.rows[0]?.[0]])
  }
  expect((await verifyBooks(owner, [key])).findings).toEqual([])

  await owner.query('update ledger.block set signature = $1 where number = 0', [Buffer.alloc(64)])
  expect((await verifyBooks(owner, [key])).findings).toMatchObject([{ law: 'signature', row: 'block 0' }])
})
