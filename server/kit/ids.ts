import { createHash, randomBytes, randomFillSync, randomUUID } from 'node:crypto'

/** The owner of house-only entries and of accounts that belong to nobody else. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000'

const pool = Buffer.alloc(4096)
let used = pool.length
let lastMs = 0
let counter = 0
/** The first 48 bits of ids of `lastMs`. */
let lastTime = ''

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexAt = (index: number): string => hexOf[pool[index] as number] as string

/** Where in the pool `count` fresh random bytes stand; one call to the system's source serves 512 ids. */
function draw(count: number): number {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += count
  return used - count
}

/**
 * A UUIDv7 (RFC 9562, section 5.7) for a moment of our clock. Ids of one process rise strictly, also within a
 * millisecond: rand_a is a counter (method 1), and a full one borrows the next millisecond.
 */
export function uuidv7(at: Date): string {
  const ms = at.getTime()
  if (ms > lastMs) {
    counter = pool.readUInt16BE(draw(2)) & 0x07ff
    setTime(ms)
  } else {
    counter += 1
    if (counter > 0x0fff) {
      counter = 0
      setTime(lastMs + 1)
    }
  }
  const tail = draw(8)
  const variant = hexOf[((pool[tail] as number) & 0x3f) | 0x80] as string
  const rest = hexAt(tail + 2) + hexAt(tail + 3) + hexAt(tail + 4) + hexAt(tail + 5) + hexAt(tail + 6) + hexAt(tail + 7)
  const low = hexOf[counter & 0xff] as string
  return `${lastTime}-7${(counter >> 8).toString(16)}${low}-${variant}${hexAt(tail + 1)}-${rest}`
}

function setTime(ms: number): void {
  lastMs = ms
  const time = ms.toString(16).padStart(12, '0')
  lastTime = `${time.slice(0, 8)}-${time.slice(8)}`
}

/** The least UUIDv7 of a moment: a bound for ranges over ids. */
export function leastIdAt(at: Date): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** An id that follows from what it names: the same text gives the same id. For house accounts; equals SQL's md5(text)::uuid. */
export function nameId(text: string): string {
  const hex = createHash('md5').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An unguessable token, URL-safe; 32 bytes are 256 bits. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')

/** A UUIDv4 (RFC 9562, section 5.4): 122 bits of chance, for ids that are secrets themselves. */
export function secretId(): string {
  return randomUUID()
}

/** A random key of so many bytes. */
export const randomKey = (bytes = 32): Buffer => randomBytes(bytes)

/** A fraction in [0, 1) for jitter. */
export const randomFraction = (): number => pool.readUInt32BE(draw(4)) / 0x1_0000_0000

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string): boolean => uuidShape.test(text)
