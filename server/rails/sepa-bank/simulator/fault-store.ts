import type { FaultyRail } from '../../../contexts/sandbox/index.ts'
import type { Sql } from '../../../kit/sql.ts'

/** Faults of the simulated bank. The first three befall the next notifications, `charge` the next payments, the others the next calls of its host. */
const BANK_FAULTS = [
  'slow',
  'twice',
  'vanish',
  'unavailable',
  'accept-then-time-out',
  'out-of-order',
  'charge',
] as const
type BankFault = (typeof BANK_FAULTS)[number]

/** The next `count` times; 0 takes it back. */
async function planFault(sql: Sql, kind: BankFault, count: number): Promise<void> {
  await (count === 0
    ? sql.query('delete from sim_bank.fault where kind = $1', [kind])
    : sql.query(
        `insert into sim_bank.fault (kind, remaining) values ($1, $2)
         on conflict (kind) do update set remaining = excluded.remaining`,
        [kind, count],
      ))
}

/** Whether it befalls this one, which is then counted. */
export async function takeFault(sql: Sql, kind: BankFault): Promise<boolean> {
  const spent = await sql.query('delete from sim_bank.fault where kind = $1 and remaining = 1', [kind])
  if (spent.rowCount === 1) return true
  const counted = await sql.query(
    'update sim_bank.fault set remaining = remaining - 1 where kind = $1 and remaining > 1',
    [kind],
  )
  return counted.rowCount === 1
}

/** The bank as a rail that misbehaves on request. */
export const faultyBank = (sql: Sql): FaultyRail => ({
  faults: BANK_FAULTS,
  async plan(fault, count) {
    const kind = BANK_FAULTS.find(known => known === fault)
    if (kind === undefined) throw new RangeError(`the bank knows no fault ${fault}`)
    await planFault(sql, kind, count)
  },
})
