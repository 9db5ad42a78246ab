import { expect, test } from 'vitest'
import type { Decision, JournalEntry } from '../../kit/work/decision.ts'
import { houseAccount } from '../ledger/index.ts'
import { failPayout, holdPayout, type Payout, returnPayout, settlePayout, submitPayout } from './payout.ts'

const partnerId = '01980000-0000-7000-8000-000000000001'
const now = new Date('2026-03-02T09:30:00.000Z')
const eur = (units: bigint) => ({ asset: 'eur', units })
const order = {
  destinationIban: 'PL61109010140000071219812874',
  receiverName: 'Anna Nowak',
  receiverFirstName: 'Anna',
  receiverLastName: 'Nowak',
  companyName: null,
  transferTitle: 'Rent',
  debtorName: 'Anna Nowak',
}
const error = { status: 'AC04', description: 'closed' }
const back = { returnId: 'r', returnIdentity: Buffer.of(1), money: eur(5000n), error }

const held = holdPayout(
  {
    partnerId,
    id: 'p',
    ownerId: 'u',
    externalUserId: 'anna',
    accountId: 'account-of-anna',
    scheme: 'SCT',
    payeeCheck: 'NOT_ASKED',
    money: eur(5000n),
    fee: eur(100n),
    usesLimit: true,
    feeScheduleVersion: 1,
    feeOverrideId: null,
    holdId: 'h',
    dataKeyId: 'k',
    sealed: Buffer.of(2),
  },
  order,
  now,
)

const commands = {
  submit: (payout: Payout) => (payout.state === 'HELD' ? submitPayout(payout, order, 'o', now) : undefined),
  settle: (payout: Payout) => settlePayout(payout, order, 'S', now),
  fail: (payout: Payout) => failPayout(payout, order, error, now),
  return: (payout: Payout) => returnPayout(payout, order, back, now),
}
type Command = keyof typeof commands

interface Course {
  readonly path: readonly Command[]
  readonly payout: Payout
  readonly decisions: readonly Decision<Payout>[]
}

/** Every course that payments can take: commands that change nothing are left out. */
function* courses(from: Course): Generator<Course> {
  yield from
  for (const [command, decide] of Object.entries(commands)) {
    const decision = decide(from.payout)
    if (decision === undefined) continue
    yield* courses({
      path: [...from.path, command as Command],
      payout: decision.next,
      decisions: [...from.decisions, decision],
    })
  }
}

const all = [...courses({ path: [], payout: held.next, decisions: [held] })]

const account = (code: Parameters<typeof houseAccount>[1]): string => houseAccount(partnerId, code, 'eur')

function netOf(entries: readonly JournalEntry[]): Record<string, bigint> {
  const net: Record<string, bigint> = {}
  for (const { debit, credit, money } of entries.flatMap(({ lines }) => lines)) {
    net[debit] = (net[debit] ?? 0n) - money.units
    net[credit] = (net[credit] ?? 0n) + money.units
  }
  return Object.fromEntries(Object.entries(net).filter(([, units]) => units !== 0n))
}

const paid = { 'account-of-anna': -5100n, [account('fee-sepa')]: 100n, [account('bank-safeguarding')]: 5000n }
const atHome = { 'account-of-anna': -100n, [account('fee-sepa')]: 100n }

test.each([
  ['', 'HELD', {}],
  ['fail', 'FAILED', {}],
  ['submit', 'SUBMITTED', { ...paid, [account('bank-safeguarding')]: 0n, [account('in-transit-sepa-out')]: 5000n }],
  ['submit,fail', 'FAILED', {}],
  ['submit,settle', 'SETTLED', paid],
  ['submit,settle,return', 'RETURNED', atHome],
  // Its return was told before its debit.
  ['submit,return,settle', 'RETURNED', atHome],
])('%s: %s, and every cent is where it belongs', (path, state, net) => {
  const course = all.find(each => each.path.join(',') === path)
  expect(course?.payout.state).toBe(state)
  const wanted = Object.fromEntries(Object.entries(net).filter(([, units]) => units !== 0n))
  expect(netOf(course?.decisions.flatMap(({ post = [] }) => post) ?? [])).toEqual(wanted)
})

test.each([
  ['', 5000n],
  ['fail', 0n],
  ['submit', 5000n],
  ['submit,fail', 0n],
  ['submit,settle', 5000n],
  ['submit,settle,return', 0n],
  ['submit,return,settle', 0n],
])('%s: %s cents of the limit are used, without the fee', (path, cents) => {
  const uses = all.find(each => each.path.join(',') === path)?.decisions.flatMap(({ use = [] }) => use) ?? []
  expect(uses.reduce((sum, { eurCents }) => sum + eurCents, 0n)).toBe(cents)
  // Given back to the day and month of the order.
  for (const { eurCents, takenAt } of uses) expect(takenAt).toEqual(eurCents < 0n ? held.next.createdAt : undefined)
})

test('there are no other courses but one that waits for its debit', () => {
  expect(all.map(({ path }) => path.join(',')).toSorted((a, b) => a.localeCompare(b))).toEqual([
    '',
    'fail',
    'submit',
    'submit,fail',
    'submit,return',
    'submit,return,settle',
    'submit,settle',
    'submit,settle,return',
  ])
})

test('on every course the hold is placed once and ended at most once, and each status is told once', () => {
  for (const { decisions } of all) {
    const holds = decisions.flatMap(({ hold = [] }) => hold.map(({ op }) => op))
    expect(holds[0]).toBe('place')
    expect(holds.slice(1).length).toBeLessThanOrEqual(1)
    const told = decisions.flatMap(({ emit = [] }) => emit.map(({ body }) => (body as { status: string }).status))
    expect(new Set(told).size).toBe(told.length)
    const lines = decisions.flatMap(({ tell = [] }) => tell)
    expect(lines.filter(({ id, movesOn }) => id === 'p' && movesOn === undefined)).toHaveLength(1)
  }
})
