import { binaryArray, binaryColumn, type ElementType } from '../postgres/binary-array.ts'
import type { Line, TableRow } from './decision.ts'

/*
 * What a call to `work.commit` carries: one array a column for what every transfer writes, JSON for what is rare. The
 * order of the columns is that of the function's parameters.
 */

type Columns = readonly (readonly [string, ElementType])[]

/** Rows as tuples in the order of their columns; `undefined` is NULL. */
export type Tuple = readonly unknown[]

/** The columns of `work.commit`, in its order. An item's origin and moment stand once, for all of its rows. */
const itemColumns: Columns = [
  ['partner_id', 'uuid'],
  ['actor', 'text'],
  ['reason', 'text'],
  ['request_id', 'text'],
  ['cause', 'text'],
  ['at', 'timestamptz'],
]
const answerColumns: Columns = [
  ['o', 'int4'],
  ['key', 'text'],
  ['method', 'text'],
  ['path', 'text'],
  ['body_hash', 'bytea'],
  ['status', 'int4'],
  ['answer', 'text'],
]
const accountColumns: Columns = [
  ['partner_id', 'uuid'],
  ['id', 'uuid'],
  ['net', 'text'],
  ['moves', 'int4'],
]
const entryColumns: Columns = [
  ['o', 'int4'],
  ['id', 'uuid'],
  ['kind', 'text'],
  ['business_id', 'uuid'],
  ['value_date', 'text'],
  ['reverses', 'uuid'],
]
const lineColumns: Columns = [
  ['entry', 'int4'],
  ['debit', 'int4'],
  ['credit', 'int4'],
  ['asset', 'text'],
  ['units', 'text'],
  ['forced', 'bool'],
]
const historyColumns: Columns = [
  ['o', 'int4'],
  ['owner_id', 'uuid'],
  ['id', 'uuid'],
  ['type', 'text'],
  ['direction', 'text'],
  ['status', 'text'],
  ['account_id', 'uuid'],
  ['asset', 'text'],
  ['units', 'text'],
  ['fee_units', 'text'],
  ['fee_asset', 'text'],
  ['counterparty', 'text'],
  ['reference', 'text'],
  ['sealed', 'bytea'],
  ['line', 'int4'],
  ['created_at', 'timestamptz'],
  ['completed_at', 'timestamptz'],
  ['moves_on', 'bool'],
]
const eventColumns: Columns = [
  ['o', 'int4'],
  ['id', 'uuid'],
  ['type', 'text'],
  ['subject', 'text'],
  ['version', 'int4'],
  ['body', 'text'],
  ['sealed', 'bytea'],
  ['data_key_id', 'uuid'],
]

/** Of a context's table, because nothing is written more often. */
const transferColumns: Columns = [
  ['o', 'int4'],
  ['id', 'uuid'],
  ['source_user_id', 'uuid'],
  ['source_external_user_id', 'text'],
  ['destination_user_id', 'uuid'],
  ['destination_external_user_id', 'text'],
  ['asset', 'text'],
  ['units', 'text'],
  ['created_at', 'timestamptz'],
]

const counterColumns: Columns = [
  ['partner_id', 'uuid'],
  ['owner_id', 'uuid'],
  ['operation', 'text'],
]
const useColumns: Columns = [
  ['o', 'int4'],
  ['counter', 'int4'],
  ['cents', 'text'],
  ['at', 'timestamptz'],
]

/** An account that lines and holds of the call point at. */
interface Place {
  readonly partnerId: string
  readonly id: string
  /** Its place in the call, from 1: known when all accounts are. */
  at: number
  /** What all lines of the call come to on it, and how many they are: the database may begin with that. */
  net: bigint
  moves: number
}

/** Lines and holds before their accounts have places. */
export interface BatchLine {
  /** The place of its entry, from 1. */
  readonly entry: number
  readonly debit: Place
  readonly credit: Place
  readonly asset: string
  readonly units: string
  readonly forced: boolean
}

/** A counter of a limit that uses of the call point at. */
interface Counter {
  readonly partnerId: string
  readonly ownerId: string
  readonly operation: string
  /** Its place in the call, from 1: known when all counters are. */
  at: number
}

/** A use before its counter has a place. */
export interface BatchUse {
  readonly o: number
  readonly counter: Counter
  readonly cents: string
  readonly takenAt: Date | undefined
}

/** The rows of one call. */
export class Batch {
  readonly items: Tuple[] = []
  readonly answers: Tuple[] = []
  readonly entries: Tuple[] = []
  readonly lines: BatchLine[] = []
  readonly history: Tuple[] = []
  readonly events: Tuple[] = []
  readonly transfers: Tuple[] = []
  readonly holds: { readonly place: Place; readonly row: object }[] = []
  readonly uses: BatchUse[] = []
  readonly jobs: object[] = []
  readonly audit: object[] = []
  /** Rows of the contexts' own tables, by table. */
  readonly rows = new Map<string, object[]>()
  readonly #places = new Map<string, Place>()
  readonly #counters = new Map<string, Counter>()

  /** The place of an account, the same for each of its lines. */
  account(partnerId: string, id: string): Place {
    const key = partnerId + id
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const place = { partnerId, id, at: 0, net: 0n, moves: 0 }
    this.#places.set(key, place)
    return place
  }

  /** A line of the entry that was added last. */
  addLine(partnerId: string, { debit, credit, money, forced = false }: Line): void {
    const { asset, units } = money
    const from = this.account(partnerId, debit)
    const to = this.account(partnerId, credit)
    from.net -= units
    from.moves += 1
    to.net += units
    to.moves += 1
    this.lines.push({ entry: this.entries.length, debit: from, credit: to, asset, units: String(units), forced })
  }

  /** A row of a context's own table. */
  addRow(o: number, { table, row }: TableRow): void {
    if (table === 'transfers.transfer') {
      this.transfers.push(transferColumns.map(([column]) => (column === 'o' ? o : row[column])))
      return
    }
    const known = this.rows.get(table)
    if (known === undefined) this.rows.set(table, [{ ...row, o }])
    else known.push({ ...row, o })
  }

  /** The counter of an owner's operation, the same for each of its uses. */
  counter(partnerId: string, ownerId: string, operation: string): Counter {
    const key = partnerId + ownerId + operation
    const known = this.#counters.get(key)
    if (known !== undefined) return known
    const counter = { partnerId, ownerId, operation, at: 0 }
    this.#counters.set(key, counter)
    return counter
  }

  /** Nothing would be written. */
  get isEmpty(): boolean {
    const { answers, entries, history, events, transfers, holds, uses, jobs, audit, rows } = this
    const all = [answers, entries, history, events, transfers, holds, uses, jobs, audit]
    return rows.size === 0 && all.every(each => each.length === 0)
  }

  /** The parameters of `work.commit`. Accounts and counters go in the order in which they are locked. */
  parameters(refusals: string): unknown[] {
    const places = placed(this.#places)
    const counters = placed(this.#counters)
    return [
      this.items.length,
      ...arraysOf(itemColumns, this.items),
      ...arraysOf(answerColumns, this.answers),
      ...arraysOf(
        accountColumns,
        places.map(place => [place.partnerId, place.id, String(place.net), place.moves]),
      ),
      ...arraysOf(entryColumns, this.entries),
      ...arraysOf(
        lineColumns,
        this.lines.map(line => [line.entry, line.debit.at, line.credit.at, line.asset, line.units, line.forced]),
      ),
      ...arraysOf(historyColumns, this.history),
      ...arraysOf(eventColumns, this.events),
      ...arraysOf(transferColumns, this.transfers),
      binaryArray('text', [...this.rows.keys()]),
      binaryArray(
        'text',
        Array.from(this.rows.values(), rows => JSON.stringify(rows)),
      ),
      ...arraysOf(
        counterColumns,
        counters.map(counter => [counter.partnerId, counter.ownerId, counter.operation]),
      ),
      ...arraysOf(
        useColumns,
        this.uses.map(use => [use.o, use.counter.at, use.cents, use.takenAt]),
      ),
      JSON.stringify(this.holds.map(({ place, row }) => ({ ...row, a: place.at }))),
      JSON.stringify(this.jobs),
      JSON.stringify(this.audit),
      refusals,
    ]
  }
}

/** In the order of their keys; each is told its place. */
function placed<T extends { at: number }>(all: ReadonlyMap<string, T>): T[] {
  const sorted = [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  sorted.forEach((each, index) => {
    each.at = index + 1
  })
  return sorted
}

const arraysOf = (columns: Columns, rows: readonly Tuple[]): Buffer[] =>
  columns.map(([, type], column) => binaryColumn(type, rows, column))

const parameterCount =
  1 +
  [
    itemColumns,
    answerColumns,
    accountColumns,
    entryColumns,
    lineColumns,
    historyColumns,
    eventColumns,
    transferColumns,
    counterColumns,
    useColumns,
  ].reduce((sum, columns) => sum + columns.length, 0) +
  6

/** `$1, $2, …` for them. */
export const batchPlaceholders = Array.from({ length: parameterCount }, (_, index) => `$${index + 1}`).join(', ')
