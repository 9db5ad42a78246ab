import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { berlinInstant } from '../../kit/calendar.ts'
import { NIL_ID, uuidv7 } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBreaches } from '../ledger/breach-store.ts'
import { type HouseCode, houseAccount } from '../ledger/index.ts'
import { checkStatements } from './check-statements.ts'
import { listBreaks, listStatements, resolveBreak } from './list-breaks.ts'
import { breakKinds } from './reconciliation.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  await goTo('2027-03-22', '09:00')
})
afterAll(() => bank.stop())

const owner = () => bank.database.owner
const goTo = (day: string, time: string) =>
  bank.call('POST', '/v1/simulate/clock', { to: berlinInstant(day, time).toISOString() })
const inWork = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
  transact(bank.running.resources.kernel, { actor: 'operator:ada', partnerId: NIL_ID, reason: 'Looked into' }, run)

async function payIn(amount: string): Promise<void> {
  const body = { amount, senderName: 'Demo partner with KYC', senderIban: 'PL61109010140000071219812874' }
  expect((await bank.call('POST', '/v1/simulate/sepa-deposit', body)).status).toBe(200)
}

const chaos = (fault: string, count: number) => bank.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault, count })

const breaks = async (isOpen = true) => (await inWork(work => listBreaks(work, { isOpen }))).items
/** Breaks of one moment have no order among themselves. */
const kindsOf = async (isOpen = true) =>
  (await breaks(isOpen)).map(({ kind, units }) => `${kind} ${units}`).toSorted((a, b) => a.localeCompare(b))
const statements = async () => (await inWork(work => listStatements(work, { limit: 200 }))).items

const partnerEur = async (): Promise<number> =>
  Number((await bank.call('GET', '/v1/partner/balances')).body.fiatBalances[0].amount)

/** A movement that the bank books by itself. */
const bookAtBank = (direction: 'CRDT' | 'DBIT', units: number) =>
  owner().query(`insert into sim_bank.task (due_at, task) values (clock.now(), $1)`, [
    {
      booking: {
        direction,
        units: String(units),
        creditorName: null,
        creditorIban: null,
        debtorName: null,
        debtorIban: null,
        instructionId: null,
        endToEndId: null,
        remittance: 'account fee',
        returnReason: null,
      },
      returns: null,
    },
  ])

test('a day whose movements were all told agrees with its statement, and the next one goes on from it', async () => {
  await payIn('100.00')
  await bank.advance(2_000)
  await payIn('50.00')
  await goTo('2027-03-23', '00:10')
  await payIn('1.00')
  await goTo('2027-03-24', '00:10')
  expect(await statements()).toMatchObject([
    { openingUnits: 15000n, creditUnits: 100n, closingUnits: 15100n, ledgerUnits: 15100n, fromDay: '2027-03-23' },
    { openingUnits: 0n, creditUnits: 15000n, closingUnits: 15000n, ledgerUnits: 15000n, entryCount: 2, openBreaks: 0 },
  ])
  expect(await breaks(false)).toEqual([])
})

test('what no notification told is booked from the statement, once, also when the notification comes after it', async () => {
  const before = await partnerEur()
  await chaos('vanish', 1)
  await payIn('7.00')
  await bank.advance(2_000)
  expect(await partnerEur()).toBe(before)
  await goTo('2027-03-24', '23:58')
  await chaos('slow', 1)
  await payIn('8.00')
  await goTo('2027-03-25', '00:06')
  expect(await partnerEur()).toBe(before + 15)
  await goTo('2027-03-25', '00:20')
  expect(await partnerEur()).toBe(before + 15)
  expect(await kindsOf(false)).toEqual(['not-notified 700', 'not-notified 800'])
  expect(await breaks()).toEqual([])
})

test('a debit that nobody ordered is an open break until somebody says why', async () => {
  await bookAtBank('DBIT', 777)
  await goTo('2027-03-26', '00:10')
  const [found] = await breaks()
  expect(found).toMatchObject({ kind: 'unexplained', direction: 'DBIT', units: 777n, bookingDay: '2027-03-25' })
  expect((await statements())[0]).toMatchObject({ openBreaks: 1 })
  const [latest] = await statements()
  expect((latest?.closingUnits ?? 0n) - (latest?.ledgerUnits ?? 0n)).toBe(-777n)
  const resolved = await inWork(work => resolveBreak(work, found?.id ?? ''))
  expect(resolved).toMatchObject({ resolution: 'Looked into', resolvedAt: expect.any(Date) })
  await expect(inWork(work => resolveBreak(work, found?.id ?? ''))).rejects.toMatchObject({ code: 'P404' })
  expect(await breaks()).toEqual([])
})

test('a movement that the bank has with another amount, or not at all, is found', async () => {
  await payIn('20.00')
  await bank.advance(2_000)
  await payIn('30.00')
  await bank.advance(2_000)
  // The bank has second thoughts after it has told us.
  await owner().query('update sim_bank.booking set units = 2100 where units = 2000')
  await owner().query('update sim_bank.booking set booking_day = booking_day + 1 where units = 3000')
  await owner().query(
    `insert into sim_bank.statement (iban, day, due_at)
    select iban, booking_day, $1 from sim_bank.booking where units = 3000`,
    [berlinInstant('2027-03-28', '00:05')],
  )
  await goTo('2027-03-27', '00:10')
  expect(await kindsOf()).toEqual(['amount-differs 2100', 'not-on-statement 3000'])
  expect((await breaks()).find(({ kind }) => kind === 'amount-differs')).toMatchObject({ expectedUnits: 2000n })
  // A day later it is there after all.
  await goTo('2027-03-28', '00:10')
  expect(await kindsOf()).toEqual(['amount-differs 2100'])
  expect((await breaks(false)).find(({ kind }) => kind === 'not-on-statement')?.resolution).toMatch('later statement')
})

test('a statement that does not go on from the one before it is found, and so are days without one', async () => {
  await payIn('5.00')
  await bank.advance(2_000)
  // The statement of the day gets lost.
  await owner().query(`delete from sim_bank.statement where mail_id is null`)
  await goTo('2027-03-29', '09:00')
  await payIn('6.00')
  await goTo('2027-03-30', '00:10')
  const kinds = await kindsOf()
  expect(kinds).toEqual(['amount-differs 2100', expect.stringMatching(/^balance-gap/), 'not-on-statement 500'])
  await bank.advance(8 * 86_400_000)
  await inWork(work => checkStatements(work))
  expect(await breaks()).toHaveLength(3)
})

test('a statement that does not add up is not believed', async () => {
  await payIn('9.00')
  await bank.advance(2_000)
  await goTo('2027-04-07', '23:59')
  const { iban } = (await owner().query<{ iban: string }>('select iban from sim_bank.account')).rows[0] ?? { iban: '' }
  const content = unsound(iban)
  await owner().query(
    `insert into sim_bank.mail (id, due_at, copies, content, made_at) values (gen_random_uuid(), clock.now(), 1, $1, clock.now())`,
    [Buffer.from(content)],
  )
  const before = await partnerEur()
  await bank.advance(2_000)
  expect(await kindsOf()).toContain('sums-differ 999')
  expect(await partnerEur()).toBe(before)
})

const unsound = (iban: string): string => {
  const balance = (type: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2027-04-07</Dt></Dt></Bal>`
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>X</MsgId><CreDtTm>2027-04-07T10:00:00Z</CreDtTm></GrpHdr>
    <Stmt><Id>UNSOUND</Id><Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${balance('OPBD', '1.00')}${balance('CLBD', '9.99')}
    <Ntry><Amt Ccy="EUR">8.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2027-04-07</Dt></BookgDt><AcctSvcrRef>NOSUCH</AcctSvcrRef><BkTxCd/></Ntry>
    </Stmt></BkToCstmrStmt></Document>`
}

test('what is booked on the ledger’s bank account behind the bank’s back is found by the next statement', async () => {
  await goTo('2027-04-08', '09:00')
  const { kernel } = bank.running.resources
  const account = (code: HouseCode): string => houseAccount(NIL_ID, code, 'eur')
  const line = {
    debit: account('bank-safeguarding'),
    credit: account('own-funds'),
    money: { asset: 'eur', units: 333n },
  }
  await inWork(work =>
    commitEffects(work, [{ post: [{ kind: 'by-hand', businessId: uuidv7(work.now), lines: [line] }] }]),
  )
  await payIn('11.00')
  await goTo('2027-04-09', '00:10')
  const differs = async () => (await breaks()).filter(({ kind }) => kind === 'ledger-differs')
  const [found] = await differs()
  expect(found?.expectedUnits).toBe((found?.units ?? 0n) + 333n)
  expect(found).toMatchObject({ bookingDay: '2027-04-08', statementId: (await statements())[0]?.id })
  // Undone, the next statement has nothing to say; the break waits for somebody's word.
  const back = { ...line, debit: line.credit, credit: line.debit }
  await inWork(work =>
    commitEffects(work, [{ post: [{ kind: 'by-hand', businessId: uuidv7(work.now), lines: [back] }] }]),
  )
  await payIn('12.00')
  await goTo('2027-04-10', '00:10')
  expect(await differs()).toHaveLength(1)
  expect(await findBreaches(kernel.pool)).toEqual([])
})

test('each kind of break has been seen here', async () => {
  expect(new Set((await breaks(false)).map(({ kind }) => kind))).toEqual(new Set(breakKinds))
})

test('the books are sound', async () => {
  expect(await findBreaches(bank.running.resources.kernel.pool)).toEqual([])
  expect(bank.complaints).toEqual([])
})
