import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { formatAmount } from '../../kit/money.ts'
import { type Break, listBreaks, listStatements, type ReportedStatement, resolveBreak } from '../sepa/index.ts'
import { change, look } from './audited.ts'

type ReconciliationEndpoints = Pick<typeof operatorEndpoints, 'listStatements' | 'listBreaks' | 'resolveBreak'>

type WireKind = Uppercase<
  | 'not_notified'
  | 'unexplained'
  | 'amount_differs'
  | 'not_on_statement'
  | 'sums_differ'
  | 'balance_gap'
  | 'ledger_differs'
>

const toWire = (kind: Break['kind']): WireKind => kind.toUpperCase().replaceAll('-', '_') as WireKind
const fromWire = (kind: WireKind): Break['kind'] => kind.toLowerCase().replaceAll('_', '-') as Break['kind']
const eur = (units: bigint): string => formatAmount({ asset: 'eur', units })

const showStatement = ({ ledgerUnits, ...statement }: ReportedStatement) => ({
  statementId: statement.id,
  bankStatementId: statement.bankStatementId,
  fromDay: statement.fromDay,
  toDay: statement.toDay,
  openingBalance: eur(statement.openingUnits),
  credits: eur(statement.creditUnits),
  debits: eur(statement.debitUnits),
  closingBalance: eur(statement.closingUnits),
  entryCount: statement.entryCount,
  isSound: statement.isSound,
  ledgerBalance: ledgerUnits === null ? null : eur(ledgerUnits),
  difference: ledgerUnits === null ? null : eur(statement.closingUnits - ledgerUnits),
  openBreaks: statement.openBreaks,
  arrivedAt: statement.arrivedAt.toISOString(),
})

const dayMs = 86_400_000

const showBreak = (found: Break, now: Date) => ({
  breakId: found.id,
  kind: toWire(found.kind),
  statementId: found.statementId,
  direction: found.direction && (found.direction === 'CRDT' ? ('IN' as const) : ('OUT' as const)),
  amount: eur(found.units),
  expectedAmount: found.expectedUnits === null ? null : eur(found.expectedUnits),
  bankReference: found.bankReference,
  bookingDay: found.bookingDay,
  ageDays: Math.floor(((found.resolvedAt ?? now).getTime() - found.foundAt.getTime()) / dayMs),
  foundAt: found.foundAt.toISOString(),
  resolvedAt: found.resolvedAt?.toISOString() ?? null,
  resolution: found.resolution,
})

export const operatorReconciliationRoutes = (): Handlers<ReconciliationEndpoints> => ({
  listStatements: look(async (work, { query }) => {
    const { items, nextCursor } = await listStatements(work, query)
    return { statements: items.map(showStatement), nextCursor }
  }),

  listBreaks: look(async (work, { query: { kind, status, ...page } }) => {
    const filter = { kind: kind && fromWire(kind), isOpen: status !== 'ALL' }
    const { items, nextCursor } = await listBreaks(work, { ...page, ...filter })
    return { breaks: items.map(found => showBreak(found, work.now)), nextCursor }
  }),

  resolveBreak: change('resolveBreak', async (work, { params }) =>
    showBreak(await resolveBreak(work, params.breakId), work.now),
  ),
})
