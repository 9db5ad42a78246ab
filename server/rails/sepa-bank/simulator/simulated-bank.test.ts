import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBankProcess } from '../../../../tests/harness/bank-process.ts'
import { startBeside } from '../../../../tests/harness/beside.ts'
import { type Bank as Running, startBank } from '../../../../tests/harness/start-bank.ts'
import { findBreaches } from '../../../contexts/ledger/breach-store.ts'
import { bankConformance } from '../../../contexts/sepa/bank.conformance.ts'
import { ibanOf } from '../../../contexts/sepa/iban.ts'
import { type Pain001, totalsOf, writePacs008, writePain001 } from '../../../iso20022/index.ts'
import { hostBank } from '../adapter.ts'
import { findHost } from './store.ts'

// The adapter that production uses, on the simulated bank: one suite for both. Nobody else reads its mailbox here.
let running: Running
beforeAll(async () => {
  running = await startBank({ ROLES: 'api,simulators' })
})
afterAll(() => running.stop())

const us = ibanOf({ country: 'LT', bankCode: '99999' }, 0n)
const amount = { currency: 'EUR', units: 1_000n }
const debtor = { name: 'Florin UAB' }
const debtorAgent = { bic: 'FLRNLT20XXX' }
const creditor = { creditor: { name: 'Anna Nowak' }, creditorAccount: { iban: 'NL91ABNA0417164300' } }
const at = '2027-03-22T09:30:00.000Z'

const order = (id: string): Uint8Array => {
  const message: Pain001 = {
    groupHeader: {
      messageIdentification: id,
      creationDateTime: at,
      ...totalsOf([amount]),
      initiatingParty: debtor,
    },
    paymentInstructions: [
      {
        paymentInformationIdentification: id,
        paymentMethod: 'TRF',
        ...totalsOf([amount]),
        requestedExecutionDate: '2027-03-22',
        debtor,
        debtorAccount: { iban: us },
        debtorAgent,
        transactions: [{ endToEndId: id, instructedAmount: amount, ...creditor }],
      },
    ],
  }
  return writePain001(message)
}

bankConformance(() => {
  const { kernel } = running.running.resources
  return {
    bank: hostBank(() => findHost(kernel.pool), 'FLRNLT20XXX'),
    orders: [order('ORDER-1'), order('ORDER-2')],
    async deliver() {
      const body = { amount: '5', senderName: 'A', senderIban: 'NL91ABNA0417164300' }
      await running.call('POST', '/v1/simulate/sepa-deposit', body)
      await running.database.owner.query(`update sim_bank.mail set due_at = made_at`)
    },
    async instant(name) {
      const now = await kernel.clock.now()
      return writePacs008({
        groupHeader: {
          messageIdentification: name,
          creationDateTime: now.toISOString(),
          numberOfTransactions: 1,
          settlementInformation: { method: 'CLRG' },
        },
        transactions: [
          {
            endToEndId: name,
            interbankSettlementAmount: amount,
            acceptanceDateTime: now.toISOString(),
            chargeBearer: 'SLEV',
            debtor,
            debtorAccount: { iban: us },
            debtorAgent,
            creditorAgent: { otherId: 'NOTPROVIDED' },
            ...creditor,
          },
        ],
      })
    },
    async fail() {
      await running.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'unavailable', count: 1 })
    },
    async countTaken() {
      const { rows } = await running.database.owner.query<{ count: number }>(
        'select count(*)::int as count from sim_bank.task',
      )
      return rows[0]?.count ?? 0
    },
  }
})

/** The bank tells of so many payments in one message: 1.00, 1.01 …, to the partner's IBAN, and every tenth to nobody's. */
async function payInAtOnce(payments: number): Promise<void> {
  const { owner } = running.database
  const { body } = await running.call('GET', '/v1/partner/sepa-deposit/info')
  const id = '01900000-0000-7000-8000-000000000001'
  await owner.query(
    'insert into sim_bank.account (iban, holder, opened_at) values ($1, $2, clock.now()) on conflict do nothing',
    [us, 'A'],
  )
  await owner.query(
    'insert into sim_bank.mail (id, iban, due_at, copies, made_at) values ($1, $2, clock.now(), 1, clock.now())',
    [id, us],
  )
  await owner.query(
    `insert into sim_bank.booking (iban, mail_id, direction, units, creditor_iban, debtor_name, debtor_iban, end_to_end_id, remittance,
       booked_at, booking_day)
     select $1, $2, 'CRDT', 99 + n, case when n % 10 = 0 then $1 else $3 end, 'Demo', 'NL91ABNA0417164300', 'E2E-' || n, 'Funds', clock.now(),
            clock.now()::date
     from generate_series(1, $4::int) n`,
    [us, id, body.iban, payments],
  )
}

test('a file whose reader is killed in the middle is booked to its end by the next one, each payment once', async () => {
  const payments = 2_000
  const { owner } = running.database
  await owner.query('update sim_bank.mail set due_at = null')
  await payInAtOnce(payments)
  const one = async <T extends object>(query: string): Promise<T | undefined> => (await owner.query<T>(query)).rows[0]
  const file = () =>
    one<{ state: string; done: number }>(
      'select state, entries_done as done from sepa.message order by size_bytes desc limit 1',
    )
  const reader = startBankProcess({
    name: 'reader',
    folder: running.dataDir,
    settings: { ...running.settings, ROLES: 'worker' },
  })
  await expect.poll(async () => (await file())?.done ?? 0, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
  await reader.kill()
  const reached = (await file())?.done ?? 0
  expect(reached).toBeLessThan(payments)
  // Nobody has to wait for the dead one's lease here.
  await owner.query('update jobs.job set lease_until = clock_timestamp() where leased_by is not null')
  const next = await startBeside(running, { ROLES: 'worker' })
  await expect.poll(async () => (await file())?.state, { timeout: 60_000 }).toBe('READ')
  await next.stop()
  const sum = (payments * (payments + 199)) / 2
  expect(
    await one(
      `select count(*)::int as count, sum(units)::int as sum, count(distinct identity)::int as different,
         count(*) filter (where state = 'IN_SUSPENSE')::int as unmatched from sepa.deposit`,
    ),
  ).toEqual({ count: payments, sum, different: payments, unmatched: payments / 10 })
  const told = `select count(*)::int as count from events.event where type = 'sepa_deposit.status'`
  expect(await one(told)).toEqual({ count: payments - payments / 10 })
  expect(await findBreaches(running.running.resources.kernel.pool)).toEqual([])
  expect(next.complaints).toEqual([])
})
