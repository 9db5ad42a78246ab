import { realNow } from '../../kit/clock/clock.ts'
import { uuidv7 } from '../../kit/ids.ts'

/** One line of a partner's request log: no bodies, no secrets. */
export interface LoggedRequest {
  readonly id: string
  readonly at: Date
  readonly keyId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly errorCode: string | null
  readonly latencyMs: number
  readonly ip: string
  readonly idempotencyKey: string | null
  readonly endpointId: string | null
  readonly errorMessage: string | null
  readonly replayed: boolean
}

/** A line that waits to be written: what it is sorted by, and the rest as the text that is kept. */
export interface NewLine {
  readonly partnerId: string
  readonly status: number
  readonly id: string
  readonly atMs: number
  readonly rest: string
}

/** Lines that are one row: of one partner and one status, from ten minutes at most, so that a page finds them by time. */
export interface RequestBatch {
  readonly partnerId: string
  readonly status: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly id: string
  readonly lines: string
}

export const batchSpanMs = 600_000

/** The values of a line as they are kept; those of its batch are not among them. */
type Kept = readonly [
  id: string,
  atMs: number,
  keyId: string,
  method: string,
  path: string,
  errorCode: string | null,
  latencyMs: number,
  ip: string,
  idempotencyKey: string | null,
  endpointId: string | null,
  errorMessage: string | null,
  replayed: boolean,
]

/** Written at once: a text is less to keep and to move for the garbage collector than what it is made of. */
export function newLine(partnerId: string, line: LoggedRequest): NewLine {
  const { id, at, keyId, method, path, status, errorCode, latencyMs, ip, idempotencyKey, endpointId, errorMessage } =
    line
  const rest = [keyId, method, path, errorCode, latencyMs, ip, idempotencyKey, endpointId, errorMessage, line.replayed]
  return { partnerId, status, id, atMs: at.getTime(), rest: JSON.stringify(rest).slice(1) }
}

interface OpenBatch extends Pick<RequestBatch, 'partnerId' | 'status'> {
  readonly span: number
  readonly texts: string[]
  firstMs: number
  lastMs: number
}

/** Every line in one batch. */
export function batchesOf(lines: readonly NewLine[]): readonly RequestBatch[] {
  const open = new Map<string, OpenBatch>()
  let batch: OpenBatch | undefined
  for (const { partnerId, status, atMs, id, rest } of lines) {
    const span = Math.floor(atMs / batchSpanMs)
    // Most lines follow one of their batch.
    if (batch?.partnerId !== partnerId || batch.status !== status || batch.span !== span) {
      const name = `${partnerId} ${status} ${span}`
      batch = open.get(name) ?? { partnerId, status, span, texts: [], firstMs: atMs, lastMs: atMs }
      open.set(name, batch)
    }
    batch.firstMs = Math.min(batch.firstMs, atMs)
    batch.lastMs = Math.max(batch.lastMs, atMs)
    batch.texts.push(`["${id}",${atMs},${rest}`)
  }
  return Array.from(open.values(), close)
}

const close = ({ partnerId, status, firstMs, lastMs, texts }: OpenBatch): RequestBatch => ({
  partnerId,
  status,
  firstAt: new Date(firstMs),
  lastAt: new Date(lastMs),
  id: uuidv7(realNow()),
  lines: `[${texts.join()}]`,
})

/** What `batchesOf` put into a batch. */
export const linesOf = ({ status, lines }: Pick<RequestBatch, 'status' | 'lines'>): readonly LoggedRequest[] =>
  (JSON.parse(lines) as Kept[]).map(
    ([
      id,
      atMs,
      keyId,
      method,
      path,
      errorCode,
      latencyMs,
      ip,
      idempotencyKey,
      endpointId,
      errorMessage,
      replayed,
    ]) => ({
      id,
      at: new Date(atMs),
      keyId,
      method,
      path,
      status,
      errorCode,
      latencyMs,
      ip,
      idempotencyKey,
      endpointId,
      errorMessage,
      replayed,
    }),
  )
