/*
 * One-dimensional arrays in PostgreSQL's binary format (array_send in utils/adt/arrayfuncs.c). A call that carries
 * hundreds of rows is sent as one array a column: measured, the server reads them in a third of the time of JSON. A
 * column writes each value where it is sent from: as lists first, the values of a large call took twice as long.
 */

/** What a column of each type is given; null and undefined are NULL. */
interface Values {
  int4: number
  int8: bigint
  bool: boolean
  /** 36 characters. */
  uuid: string
  text: string
  /** Text: hex. */
  bytea: Buffer | string
  timestamptz: Date
}

export type ElementType = keyof Values

const oids: Readonly<Record<ElementType, number>> = {
  int4: 23,
  int8: 20,
  bool: 16,
  uuid: 2950,
  text: 25,
  bytea: 17,
  timestamptz: 1184,
}

/** PostgreSQL's epoch, 2000-01-01. */
const epochMs = 946_684_800_000

const headerBytes = 20
const lengthBytes = 4

/** A column under way. It begins in the room that it is given and takes a larger one when that is full. */
export abstract class BinaryColumn<T> {
  readonly #type: ElementType
  #count = 0
  #hasNull = false
  #hasValue = false
  protected target: Buffer
  /** Where the next value goes. */
  protected at = headerBytes

  protected constructor(type: ElementType, room: Buffer) {
    this.#type = type
    this.target = room
  }

  abstract add(value: T | null | undefined): void

  get count(): number {
    return this.#count
  }

  /** The array; empty where each value is NULL, because `unnest` of several arrays fills short ones up with NULL. */
  finish(): Buffer {
    return this.#hasValue ? this.finishWhole() : this.#header(Buffer.allocUnsafe(12), 0)
  }

  /** The array with all its NULLs. */
  finishWhole(): Buffer {
    if (this.#count === 0) return this.finish()
    return this.#header(this.target.subarray(0, this.at), this.#count)
  }

  protected addNull(): void {
    this.reserve(lengthBytes)
    this.at = writeInt32(this.target, -1, this.at)
    this.#count += 1
    this.#hasNull = true
  }

  /** One more value, of so many bytes at most. */
  protected begin(bytes: number): void {
    this.reserve(lengthBytes + bytes)
    this.#count += 1
    this.#hasValue = true
  }

  protected reserve(bytes: number): void {
    if (this.at + bytes <= this.target.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.target.length, this.at + bytes))
    this.target.copy(larger, headerBytes, headerBytes, this.at)
    this.target = larger
  }

  #header(target: Buffer, count: number): Buffer {
    target.writeInt32BE(count === 0 ? 0 : 1, 0)
    target.writeInt32BE(count > 0 && this.#hasNull ? 1 : 0, 4)
    target.writeInt32BE(oids[this.#type], 8)
    if (count > 0) {
      target.writeInt32BE(count, 12)
      target.writeInt32BE(1, 16)
    }
    return target
  }
}

class Int4Column extends BinaryColumn<number> {
  constructor(room: Buffer) {
    super('int4', room)
  }

  add(value: number | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    this.begin(4)
    this.at = writeInt32(this.target, value, writeInt32(this.target, 4, this.at))
  }
}

class Int8Column extends BinaryColumn<bigint> {
  constructor(room: Buffer) {
    super('int8', room)
  }

  add(value: bigint | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    this.begin(8)
    this.at = this.target.writeBigInt64BE(value, writeInt32(this.target, 8, this.at))
  }
}

class BoolColumn extends BinaryColumn<boolean> {
  constructor(room: Buffer) {
    super('bool', room)
  }

  add(value: boolean | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    this.begin(1)
    const at = writeInt32(this.target, 1, this.at)
    this.target[at] = value ? 1 : 0
    this.at = at + 1
  }
}

/** Where the digits of a byte stand in the text of a UUID, and their values. */
const uuidPlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const hexValues = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0)

class UuidColumn extends BinaryColumn<string> {
  /** Rows that follow each other often have the same. */
  #last: string | undefined

  constructor(room: Buffer) {
    super('uuid', room)
  }

  add(value: string | null | undefined): void {
    if (value === null || value === undefined) {
      this.#last = undefined
      return this.addNull()
    }
    this.begin(16)
    const { target, at } = this
    this.at = at + lengthBytes + 16
    if (value === this.#last) {
      target.copyWithin(at, at - lengthBytes - 16, at)
      return
    }
    this.#last = value
    const to = writeInt32(target, 16, at)
    for (let n = 0; n < 16; n += 1) {
      const place = uuidPlaces[n] as number
      const high = hexValues[value.charCodeAt(place)] as number
      target[to + n] = (high << 4) | (hexValues[value.charCodeAt(place + 1)] as number)
    }
  }
}

class TimestamptzColumn extends BinaryColumn<Date> {
  constructor(room: Buffer) {
    super('timestamptz', room)
  }

  add(value: Date | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    this.begin(8)
    const at = writeInt32(this.target, 8, this.at)
    const microseconds = (value.getTime() - epochMs) * 1000
    if (Number.isSafeInteger(microseconds)) {
      this.at = writeInt32(this.target, microseconds, writeInt32(this.target, Math.floor(microseconds / 2 ** 32), at))
    } else {
      this.at = this.target.writeBigInt64BE(BigInt(value.getTime() - epochMs) * 1000n, at)
    }
  }
}

class TextColumn extends BinaryColumn<string> {
  constructor(room: Buffer) {
    super('text', room)
  }

  add(value: string | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    // Three bytes for a UTF-16 unit at most; cheaper than measuring it.
    this.begin(value.length * 3)
    const start = this.at + lengthBytes
    const written = writeText(this.target, value, start)
    writeInt32(this.target, written, this.at)
    this.at = start + written
  }
}

class ByteaColumn extends BinaryColumn<Buffer | string> {
  constructor(room: Buffer) {
    super('bytea', room)
  }

  add(value: Buffer | string | null | undefined): void {
    if (value === null || value === undefined) return this.addNull()
    this.begin(value.length)
    const start = this.at + lengthBytes
    const written = typeof value === 'string' ? this.target.write(value, start, 'hex') : value.copy(this.target, start)
    writeInt32(this.target, written, this.at)
    this.at = start + written
  }
}

const makers = {
  int4: (room: Buffer) => new Int4Column(room),
  int8: (room: Buffer) => new Int8Column(room),
  bool: (room: Buffer) => new BoolColumn(room),
  uuid: (room: Buffer) => new UuidColumn(room),
  text: (room: Buffer) => new TextColumn(room),
  bytea: (room: Buffer) => new ByteaColumn(room),
  timestamptz: (room: Buffer) => new TimestamptzColumn(room),
} as const satisfies { [T in ElementType]: (room: Buffer) => BinaryColumn<Values[T]> }

export type ColumnOf<T extends ElementType> = ReturnType<(typeof makers)[T]>

/** Bytes of a value as sent; of text and bytes what most have. */
const usualBytes: Readonly<Record<ElementType, number>> = {
  int4: 8,
  int8: 12,
  bool: 5,
  uuid: 20,
  text: 28,
  bytea: 40,
  timestamptz: 12,
}

/** The room of a column with so many values. */
export const roomFor = (type: ElementType, count: number, bytes = usualBytes[type]): number =>
  headerBytes + count * bytes

/** A column that begins in `room`. */
export const columnIn = <T extends ElementType>(type: T, room: Buffer): ColumnOf<T> => makers[type](room) as ColumnOf<T>

const columnOf = (type: ElementType, count: number): BinaryColumn<unknown> =>
  columnIn(type, Buffer.allocUnsafe(roomFor(type, count)))

/** An array of these values. */
export function binaryArray<T extends ElementType>(type: T, values: readonly (Values[T] | null | undefined)[]): Buffer {
  const column = columnOf(type, values.length)
  for (const value of values) column.add(value)
  return column.finishWhole()
}

/** One column of rows: an array that is empty where the column has no value. */
export function binaryColumn(type: ElementType, rows: readonly (readonly unknown[])[], column: number): Buffer {
  const written = columnOf(type, rows.length)
  for (const row of rows) written.add(row[column])
  return written.finish()
}

/** Without the checks of `writeInt32BE`, which cost more than the writing. Returns where it ends. */
function writeInt32(target: Buffer, value: number, at: number): number {
  target[at] = value >> 24
  target[at + 1] = value >> 16
  target[at + 2] = value >> 8
  target[at + 3] = value
  return at + 4
}

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
