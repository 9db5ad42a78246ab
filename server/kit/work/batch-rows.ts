import { binaryArray } from '../postgres/binary-array.ts'
import {
  accountShape,
  answerShape,
  arraysOf,
  BatchMemory,
  type ColumnsOf,
  columnsOf,
  counterShape,
  entryShape,
  eventShape,
  historyShape,
  itemShape,
  lineShape,
  transferShape,
  useShape,
} from './batch-columns.ts'
import type { Line, TableRow } from './decision.ts'

/** An account that lines and holds of the call point at. */
interface Place {
  readonly partnerId: string
  readonly id: string
  /** Known when all accounts are. */
  at: number
  /** What all lines of the call come to on it, and how many they are: the database may begin with that. */
  net: bigint
  moves: number
}

/** A line before its accounts have places. */
export interface BatchLine {
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
  /** Known when all counters are. */
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
  readonly item: ColumnsOf<typeof itemShape>
  readonly answer: ColumnsOf<typeof answerShape>
  readonly entry: ColumnsOf<typeof entryShape>
  readonly history: ColumnsOf<typeof historyShape>
  readonly event: ColumnsOf<typeof eventShape>
  readonly transfer: ColumnsOf<typeof transferShape>
  readonly lines: BatchLine[] = []
  /** The ids of the entries of each item. */
  readonly entryIds: string[][] = []
  readonly holds: { readonly place: Place; readonly row: object }[] = []
  readonly uses: BatchUse[] = []
  readonly jobs: object[] = []
  readonly audit: object[] = []
  /** Rows of the contexts' other tables, by table. */
  readonly #rows = new Map<string, object[]>()
  /** By partner, then by id. */
  readonly #places = new Map<string, Map<string, Place>>()
  readonly #counters = new Map<string, Counter>()

  readonly #memory: BatchMemory

  /** For about so many items. */
  constructor(items = 1, memory = new BatchMemory()) {
    this.#memory = memory
    this.item = columnsOf(memory, itemShape, items)
    this.answer = columnsOf(memory, answerShape, items)
    this.entry = columnsOf(memory, entryShape, items)
    this.history = columnsOf(memory, historyShape, 2 * items)
    this.event = columnsOf(memory, eventShape, items)
    this.transfer = columnsOf(memory, transferShape, items)
  }

  /** The place of an account, the same for each of its lines. */
  account(partnerId: string, id: string): Place {
    let own = this.#places.get(partnerId)
    if (own === undefined) this.#places.set(partnerId, (own = new Map()))
    const known = own.get(id)
    if (known !== undefined) return known
    const place = { partnerId, id, at: 0, net: 0n, moves: 0 }
    own.set(id, place)
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
    this.lines.push({ entry: this.entry.o.count, debit: from, credit: to, asset, units: String(units), forced })
  }

  /** A row of a context's own table. */
  addRow(o: number, { table, row }: TableRow): void {
    if (table === 'transfers.transfer') {
      addTransfer(this.transfer, o, row as TransferRow)
      return
    }
    const known = this.#rows.get(table)
    if (known === undefined) this.#rows.set(table, [{ ...row, o }])
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
    const { answer, entry, history, event, transfer, holds, uses, jobs, audit } = this
    const columns = [answer, entry, history, event, transfer]
    return (
      this.#rows.size === 0 &&
      columns.every(({ o }) => o.count === 0) &&
      [holds, uses, jobs, audit].every(all => all.length === 0)
    )
  }

  /** The parameters of `work.commit`. Accounts and counters go in the order in which they are locked. */
  parameters(refusals: string): unknown[] {
    const accounts = this.#placeAccounts()
    const counters = this.#placeCounters()
    const lines = columnsOf(this.#memory, lineShape, this.lines.length)
    for (const { entry, debit, credit, asset, units, forced } of this.lines) {
      lines.entry.add(entry)
      lines.debit.add(debit.at)
      lines.credit.add(credit.at)
      lines.asset.add(asset)
      lines.units.add(units)
      lines.forced.add(forced)
    }
    const uses = columnsOf(this.#memory, useShape, this.uses.length)
    for (const { o, counter, cents, takenAt } of this.uses) {
      uses.o.add(o)
      uses.counter.add(counter.at)
      uses.cents.add(cents)
      uses.at.add(takenAt)
    }
    return [
      this.item.at.count,
      ...arraysOf(this.item),
      ...arraysOf(this.answer),
      ...arraysOf(accounts),
      ...arraysOf(this.entry),
      ...arraysOf(lines),
      ...arraysOf(this.history),
      ...arraysOf(this.event),
      ...arraysOf(this.transfer),
      binaryArray('text', [...this.#rows.keys()]),
      binaryArray(
        'text',
        Array.from(this.#rows.values(), rows => JSON.stringify(rows)),
      ),
      ...arraysOf(counters),
      ...arraysOf(uses),
      JSON.stringify(this.holds.map(({ place, row }) => ({ ...row, a: place.at }))),
      JSON.stringify(this.jobs),
      JSON.stringify(this.audit),
      refusals,
    ]
  }

  #placeAccounts(): ColumnsOf<typeof accountShape> {
    const columns = columnsOf(this.#memory, accountShape, 2 * this.lines.length)
    for (const [partnerId, own] of inOrder(this.#places)) {
      for (const [id, place] of inOrder(own)) {
        columns.partnerId.add(partnerId)
        columns.id.add(id)
        columns.net.add(String(place.net))
        columns.moves.add(place.moves)
        place.at = columns.id.count
      }
    }
    return columns
  }

  #placeCounters(): ColumnsOf<typeof counterShape> {
    const columns = columnsOf(this.#memory, counterShape, this.#counters.size)
    for (const [, counter] of inOrder(this.#counters)) {
      columns.partnerId.add(counter.partnerId)
      columns.ownerId.add(counter.ownerId)
      columns.operation.add(counter.operation)
      counter.at = columns.operation.count
    }
    return columns
  }
}

type TransferRow = Readonly<{
  id: string
  source_user_id: string | null
  source_external_user_id: string | null
  destination_user_id: string | null
  destination_external_user_id: string | null
  asset: string
  units: string
  created_at: Date
}>

function addTransfer(columns: ColumnsOf<typeof transferShape>, o: number, row: TransferRow): void {
  columns.o.add(o)
  columns.id.add(row.id)
  columns.source_user_id.add(row.source_user_id)
  columns.source_external_user_id.add(row.source_external_user_id)
  columns.destination_user_id.add(row.destination_user_id)
  columns.destination_external_user_id.add(row.destination_external_user_id)
  columns.asset.add(row.asset)
  columns.units.add(row.units)
  columns.created_at.add(row.created_at)
}

/** In the order of their keys. */
const inOrder = <T>(all: ReadonlyMap<string, T>): [string, T][] => [...all].sort(([a], [b]) => (a < b ? -1 : 1))
