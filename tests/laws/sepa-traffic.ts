import { composeIBAN } from 'ibantools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBreaches } from '../../server/contexts/ledger/breach-store.ts'
import { trialBalance } from '../../server/contexts/ledger/index.ts'
import { addDays, berlinInstant } from '../../server/kit/calendar.ts'
import { person } from '../harness/people.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

const users = ['anna', 'jan', 'olga', 'piotr', 'zofia']
const faults = ['slow', 'twice', 'vanish', 'unavailable', 'accept-then-time-out', 'out-of-order']

/** mulberry32: small, and the same everywhere. */
function makeRandom(start: number) {
  let state = start
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    below: (count: number): number => Math.floor(next() * count),
    of: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  }
}

/** Registers the tests of so many days of random traffic with faults. The same seed, the same days. */
export function liveThrough({ days, seed }: { readonly days: number; readonly seed: number }): void {
  let bank: Bank
  beforeAll(async () => {
    bank = await startBank()
  })
  afterAll(() => bank.stop())

  const random = makeRandom(seed)
  const owner = () => bank.database.owner
  const german = (ending: string): string => composeIBAN({ countryCode: 'DE', bban: `37040044053201${ending}` }) ?? ''
  const dutch = (ending: string): string => composeIBAN({ countryCode: 'NL', bban: `ABNA041716${ending}` }) ?? ''
  /** What the receivers' banks do: mostly what they should. */
  const accounts = [
    ...['4300', '4301', '9904', '9801', '9804'].map(german),
    ...['4300', '9909', '9802', '9701', '9702', '9703', '9704'].map(dutch),
  ]

  async function makeUser(externalUserId: string): Promise<void> {
    await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
      externalUserId,
      ...person,
    })
    await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
    await bank.settle()
    for (const senderIban of accounts)
      await payIn({ externalUserId, senderIban, senderName: 'Anna Nowak', amount: '50' })
  }

  async function payIn(body: Record<string, unknown>): Promise<void> {
    const { status, text } = await bank.call('POST', '/v1/simulate/sepa-deposit', body)
    if (status !== 200) throw new Error(text)
  }

  const chaos = (fault: string, count: number) =>
    bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault, count })

  const ordered: string[] = []
  let planted = 0

  /** One thing that happens in a bank. */
  const happenings: readonly (() => Promise<unknown>)[] = [
    () =>
      payIn({
        externalUserId: random.of(users),
        senderIban: random.of(accounts),
        senderName: 'NOWAK ANNA',
        amount: amount(),
      }),
    () =>
      payIn({
        externalUserId: random.of(users),
        senderIban: german('1111'),
        senderName: 'Piotr Wolf',
        amount: amount(),
      }),
    () => payIn({ senderIban: german('2222'), senderName: 'Nobody', reference: 'for nobody', amount: amount() }),
    pay,
    pay,
    pay,
    async () => {
      const { body } = await bank.call('GET', `/v1/sepa-transfer/details/${random.of(ordered) ?? ''}`)
      if (body.status === 'SUCCESSFUL') {
        await bank.call('POST', '/v1/simulate/sepa-return', { transferId: body.id, reason: 'MS02' })
      }
    },
    () => chaos(random.of(faults), 1 + random.below(3)),
    async () => {
      planted += 1
      await owner().query('insert into sim_bank.task (due_at, task) values (clock.now(), $1)', [bankFee(100 + planted)])
    },
  ]

  const amount = (): string => (1 + random.below(5_000) / 100).toFixed(2)

  async function pay(): Promise<void> {
    const terms = { currency: 'eur', amount: amount(), destinationIban: random.of(accounts), transferTitle: 'Random' }
    const { body } = await bank.call('POST', '/v1/sepa-transfer', { sourceExternalUserId: random.of(users), ...terms })
    if (body.transferId === undefined) expect(body.errorCode).toBe('P433')
    else ordered.push(body.transferId)
  }

  const bankFee = (units: number) => ({
    booking: {
      direction: 'DBIT',
      units: String(units),
      creditorName: null,
      creditorIban: null,
      debtorName: null,
      debtorIban: null,
      instructionId: null,
      endToEndId: null,
      remittance: 'fee',
      returnReason: null,
    },
    returns: null,
  })

  test(`after ${days} days of random traffic with faults our books are the bank's, to the cent (seed ${seed})`, async () => {
    let day = '2027-03-01'
    await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant(day, '07:00').toISOString() })
    for (const user of users) await makeUser(user)
    for (let left = days; left > 0; left -= 1) {
      for (const time of ['09:15', '12:00', '14:58', '20:30']) {
        await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant(day, time).toISOString() })
        for (let count = random.below(4); count > 0; count -= 1) await random.of(happenings)()
      }
      day = addDays(day, 1)
    }
    for (const fault of faults) await chaos(fault, 0)
    // Returns are three TARGET days late, suspense ten days, statements one.
    await bank.call('POST', '/v1/simulate/clock', { to: berlinInstant(addDays(day, 20), '12:00').toISOString() })

    const under = await owner().query(`select id, state, scheme from sepa.payout where state in ('HELD', 'SUBMITTED')`)
    expect(under.rows).toEqual([])
    const waiting = await owner().query(
      `select id, state from sepa.deposit where state in ('IN_SUSPENSE', 'RETURNING')`,
    )
    expect(waiting.rows).toEqual([])

    const lines = await trialBalance(bank.running.resources.kernel.pool)
    const sum = (code: string): bigint =>
      lines.filter(line => line.code === code && line.asset === 'eur').reduce((total, { units }) => total + units, 0n)
    const { rows } = await owner().query<{ balance: bigint; fees: bigint }>(
      `select balance, (select coalesce(sum(units), 0) from sim_bank.booking where remittance = 'fee') as fees from sim_bank.account`,
    )
    // What the bank took by itself is a break each; all else is booked.
    expect(sum('bank-safeguarding')).toBe((rows[0]?.balance ?? 0n) + (rows[0]?.fees ?? 0n))
    expect([sum('in-transit-sepa-in'), sum('in-transit-sepa-out'), sum('suspense')]).toEqual([0n, 0n, 0n])
    expect(await findBreaches(bank.running.resources.kernel.pool)).toEqual([])
  }, 300_000)

  test('every break is found, and no other', async () => {
    const { rows } = await owner().query<{ kind: string; count: number }>(
      'select kind, count(*)::int as count from sepa.reconciliation_break where resolved_at is null group by 1',
    )
    expect(rows).toEqual(planted === 0 ? [] : [{ kind: 'unexplained', count: planted }])
    // What no notification told was booked from a statement: each of it, and nothing that was told in time.
    const { rows: untold } = await owner().query<{ untold: number; found: number }>(
      `select (select count(*)::int from sim_bank.booking b join sim_bank.mail m on m.id = b.mail_id
             where m.due_at is null and b.remittance is distinct from 'fee') as untold,
            (select count(*)::int from sepa.reconciliation_break where kind = 'not-notified') as found`,
    )
    expect(untold[0]?.found).toBeGreaterThanOrEqual(untold[0]?.untold ?? 0)
    const { rows: statements } = await owner().query(
      'select 1 from sepa.statement where not is_sound or compared_at is null',
    )
    expect(statements).toEqual([])
  })

  test('the bank paid each order once at most, and no notification was complained about', async () => {
    const { rows } = await owner().query(
      `select instruction_id from sim_bank.booking where direction = 'DBIT' and instruction_id is not null group by 1 having count(*) > 1`,
    )
    expect(rows).toEqual([])
    const known = [
      'The bank does not answer',
      'A job failed and will be tried again',
      'No answer about an instant',
      'A payee',
    ]
    expect(bank.complaints.filter(line => !known.some(words => line.startsWith(words)))).toEqual([])
    expect(bank.complaints.filter(line => line.startsWith('A job') && !line.includes('Unavailable'))).toEqual([])
  })
}
