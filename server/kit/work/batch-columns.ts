import { type ColumnOf, columnIn, type ElementType, roomFor } from '../postgres/binary-array.ts'

/*
 * What a call to `work.commit` carries: one array a column for what every transfer writes, JSON for what is rare. The
 * order of the columns is that of the function's parameters. Rows point at their item (`o`) and at what stands once for
 * many of them (an account, a counter) by place, from 1.
 */

type Shape = Readonly<Record<string, ElementType>>

/** An item's origin and moment stand once, for all of its rows. */
export const itemShape = {
  partnerId: 'uuid',
  actor: 'text',
  reason: 'text',
  requestId: 'text',
  cause: 'text',
  at: 'timestamptz',
} as const
export const answerShape = {
  o: 'int4',
  key: 'text',
  method: 'text',
  path: 'text',
  bodyHash: 'bytea',
  status: 'int4',
  answer: 'text',
} as const
export const accountShape = { partnerId: 'uuid', id: 'uuid', net: 'text', moves: 'int4' } as const
export const entryShape = {
  o: 'int4',
  id: 'uuid',
  kind: 'text',
  businessId: 'uuid',
  valueDate: 'text',
  reverses: 'uuid',
} as const
export const lineShape = {
  entry: 'int4',
  debit: 'int4',
  credit: 'int4',
  asset: 'text',
  units: 'text',
  forced: 'bool',
} as const
export const historyShape = {
  o: 'int4',
  ownerId: 'uuid',
  id: 'uuid',
  type: 'text',
  direction: 'text',
  status: 'text',
  accountId: 'uuid',
  asset: 'text',
  units: 'text',
  feeUnits: 'text',
  feeAsset: 'text',
  counterparty: 'text',
  reference: 'text',
  sealed: 'bytea',
  line: 'int4',
  createdAt: 'timestamptz',
  completedAt: 'timestamptz',
  movesOn: 'bool',
} as const
export const eventShape = {
  o: 'int4',
  id: 'uuid',
  type: 'text',
  subject: 'text',
  version: 'int4',
  body: 'text',
  sealed: 'bytea',
  dataKeyId: 'uuid',
} as const
/** Of a context's table, because nothing is written more often: its columns as in SQL. */
export const transferShape = {
  o: 'int4',
  id: 'uuid',
  source_user_id: 'uuid',
  source_external_user_id: 'text',
  destination_user_id: 'uuid',
  destination_external_user_id: 'text',
  asset: 'text',
  units: 'text',
  created_at: 'timestamptz',
} as const
const tableShape = { name: 'text', rows: 'text' } as const
export const counterShape = { partnerId: 'uuid', ownerId: 'uuid', operation: 'text' } as const
export const useShape = { o: 'int4', counter: 'int4', cents: 'text', at: 'timestamptz' } as const

/** Bytes of the columns whose texts are longer than most. */
const longTexts: Readonly<Record<string, number>> = { answer: 480, body: 480, actor: 56, requestId: 56, subject: 56 }

const columnBytes = (name: string, type: ElementType, count: number): number =>
  roomFor(type, count, Object.hasOwn(longTexts, name) ? longTexts[name] : undefined)

const shapeBytes = (shape: Shape, count: number): number =>
  Object.entries(shape).reduce((sum, [name, type]) => sum + columnBytes(name, type, count), 0)

export type ColumnsOf<S extends Shape> = { readonly [K in keyof S]: ColumnOf<S[K]> }

/**
 * Memory for batches that follow each other: one may begin when the one before it was answered. Asked for anew for each
 * batch it took a tenth of what writing the columns takes.
 */
export class BatchMemory {
  readonly #rooms = new Map<Shape, Buffer>()

  room(shape: Shape, bytes: number): Buffer {
    const known = this.#rooms.get(shape)
    if (known !== undefined && known.length >= bytes) return known
    const room = Buffer.allocUnsafe(bytes)
    this.#rooms.set(shape, room)
    return room
  }
}

/** Columns for so many rows. */
export function columnsOf<S extends Shape>(memory: BatchMemory, shape: S, count: number): ColumnsOf<S> {
  const room = memory.room(shape, shapeBytes(shape, count))
  let at = 0
  const columns: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(shape)) {
    const bytes = columnBytes(name, type, count)
    columns[name] = columnIn(type, room.subarray(at, at + bytes))
    at += bytes
  }
  return columns as ColumnsOf<S>
}

export const arraysOf = (columns: ColumnsOf<Shape>): Buffer[] => Object.values(columns).map(column => column.finish())

const parameterCount =
  1 +
  [
    itemShape,
    answerShape,
    accountShape,
    entryShape,
    lineShape,
    historyShape,
    eventShape,
    transferShape,
    tableShape,
    counterShape,
    useShape,
  ].reduce((sum, shape) => sum + Object.keys(shape).length, 0) +
  4

/** `$1, $2, …` for them. */
export const batchPlaceholders = Array.from({ length: parameterCount }, (_, index) => `$${index + 1}`).join(', ')
