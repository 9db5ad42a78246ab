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

export interface NewLine extends LoggedRequest {
  readonly partnerId: string
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

const keptOf = (line: NewLine): Kept => [
  line.id,
  line.at.getTime(),
  line.keyId,
  line.method,
  line.path,
  line.errorCode,
  line.latencyMs,
  line.ip,
  line.idempotencyKey,
  line.endpointId,
  line.errorMessage,
  line.replayed,
]

/** Every line in one batch. */
export function batchesOf(lines: readonly NewLine[]): readonly RequestBatch[] {
  const together = Map.groupBy(
    lines,
    ({ partnerId, status, at }) => `${partnerId} ${status} ${Math.floor(at.getTime() / batchSpanMs)}`,
  )
  return Array.from(together.values(), batchOf)
}

function batchOf(lines: readonly NewLine[]): RequestBatch {
  const [{ partnerId, status }] = lines as [NewLine]
  const times = lines.map(({ at }) => at.getTime())
  return {
    partnerId,
    status,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
    id: uuidv7(realNow()),
    lines: JSON.stringify(lines.map(keptOf)),
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
