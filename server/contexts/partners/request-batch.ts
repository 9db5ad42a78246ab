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

/** Every line in one batch. */
export function batchesOf(lines: readonly NewLine[]): readonly RequestBatch[] {
  const together = Map.groupBy(
    lines,
    ({ partnerId, status, atMs }) => `${partnerId} ${status} ${Math.floor(atMs / batchSpanMs)}`,
  )
  return Array.from(together.values(), batchOf)
}

function batchOf(lines: readonly NewLine[]): RequestBatch {
  const [{ partnerId, status }] = lines as [NewLine]
  const times = lines.map(({ atMs }) => atMs)
  return {
    partnerId,
    status,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
    id: uuidv7(realNow()),
    lines: `[${lines.map(({ id, atMs, rest }) => `["${id}",${atMs},${rest}`).join()}]`,
  }
}

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
