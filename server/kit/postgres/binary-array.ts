/*
 * One-dimensional arrays in PostgreSQL's binary format (array_send in utils/adt/arrayfuncs.c). A call that carries
 * hundreds of rows is sent as one array a column: measured, the server reads them in a third of the time of JSON.
 */

export type ElementType = 'int4' | 'int8' | 'bool' | 'uuid' | 'text' | 'bytea' | 'timestamptz'

const oids: Readonly<Record<ElementType, number>> = {
  int4: 23,
  int8: 20,
  bool: 16,
  uuid: 2950,
  text: 25,
  bytea: 17,
  timestamptz: 1184,
}

/** Microseconds from PostgreSQL's epoch, 2000-01-01, to Unix's. */
const epochMicroseconds = 946_684_800_000_000n

const headerBytes = 20

const hexValue = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87)

/** Text of a UUID, 36 characters, into 16 bytes. */
function writeUuid(target: Buffer, at: number, text: string): void {
  let to = at
  for (let from = 0; from < 36; from += 2) {
    if (text.charCodeAt(from) === 45) from += 1
    target[to++] = (hexValue(text.charCodeAt(from)) << 4) | hexValue(text.charCodeAt(from + 1))
  }
}

function header(target: Buffer, type: ElementType, count: number, hasNull: boolean): void {
  target.writeInt32BE(count === 0 ? 0 : 1, 0)
  target.writeInt32BE(hasNull ? 1 : 0, 4)
  target.writeInt32BE(oids[type], 8)
  if (count === 0) return
  target.writeInt32BE(count, 12)
  target.writeInt32BE(1, 16)
}

const fixedBytes: Readonly<Record<Exclude<ElementType, 'text' | 'bytea'>, number>> = {
  int4: 4,
  int8: 8,
  bool: 1,
  uuid: 16,
  timestamptz: 8,
}

/**
 * An array. Null and undefined are NULL. Values: numbers for int4, bigints for int8, Dates for timestamptz, Buffers or
 * hex for bytea, else text.
 */
export const binaryArray = (type: ElementType, values: readonly unknown[]): Buffer =>
  encode(
    type,
    values.map(value => [value]),
    0,
  )

/**
 * One column of rows, as `binaryArray`. A column without any value is sent as an empty array: `unnest` of several arrays
 * fills the short ones up with NULL.
 */
export const binaryColumn = (type: ElementType, rows: Rows, column: number): Buffer =>
  encode(type, rows.every(row => row[column] === null || row[column] === undefined) ? [] : rows, column)

function encode(type: ElementType, rows: Rows, column: number): Buffer {
  if (rows.length === 0) {
    const empty = Buffer.allocUnsafe(12)
    header(empty, type, 0, false)
    return empty
  }
  return type === 'text' || type === 'bytea' ? variable(type, rows, column) : fixed(type, rows, column)
}

type Rows = readonly (readonly unknown[])[]

function fixed(type: Exclude<ElementType, 'text' | 'bytea'>, rows: Rows, column: number): Buffer {
  const size = fixedBytes[type]
  const target = Buffer.allocUnsafe(headerBytes + rows.length * (4 + size))
  let at = headerBytes
  let hasNull = false
  let last: unknown
  for (const row of rows) {
    const value = row[column]
    if (value === null || value === undefined) {
      hasNull = true
      at = writeInt32(target, -1, at)
      continue
    }
    at = writeInt32(target, size, at)
    // Rows of one call have much in common: their partner, their moment.
    if (value === last && size >= 8) target.copyWithin(at, at - size - 4, at - 4)
    else if (type === 'uuid') writeUuid(target, at, value as string)
    else if (type === 'int4') writeInt32(target, value as number, at)
    else if (type === 'int8') target.writeBigInt64BE(value as bigint, at)
    else if (type === 'bool') target[at] = value === true ? 1 : 0
    else target.writeBigInt64BE(BigInt((value as Date).getTime()) * 1000n - epochMicroseconds, at)
    last = value
    at += size
  }
  header(target, type, rows.length, hasNull)
  return target.subarray(0, at)
}

function variable(type: 'text' | 'bytea', rows: Rows, column: number): Buffer {
  let room = headerBytes
  // Three bytes for a UTF-16 unit at most; cheaper than measuring each text.
  for (const row of rows) room += 4 + ((row[column] as string | Buffer | null | undefined)?.length ?? 0) * 3
  const target = Buffer.allocUnsafe(room)
  let at = headerBytes
  let hasNull = false
  for (const row of rows) {
    const value = row[column]
    if (value === null || value === undefined) {
      hasNull = true
      at = writeInt32(target, -1, at)
      continue
    }
    const written =
      type === 'text'
        ? writeText(target, value as string, at + 4)
        : writeBytes(target, value as Buffer | string, at + 4)
    writeInt32(target, written, at)
    at += 4 + written
  }
  header(target, type, rows.length, hasNull)
  return target.subarray(0, at)
}

/** Without the checks of `writeInt32BE`, which cost more than the writing. */
function writeInt32(target: Buffer, value: number, at: number): number {
  target[at] = value >> 24
  target[at + 1] = value >> 16
  target[at + 2] = value >> 8
  target[at + 3] = value
  return at + 4
}

const writeBytes = (target: Buffer, value: Buffer | string, at: number): number =>
  typeof value === 'string' ? target.write(value, at, 'hex') : value.copy(target, at)

/** A call into the runtime costs more than some dozens of ASCII characters one by one. */
function writeText(target: Buffer, text: string, at: number): number {
  if (text.length > 64) return target.write(text, at)
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n)
    if (code > 127) return target.write(text, at)
    target[at + n] = code
  }
  return text.length
}
