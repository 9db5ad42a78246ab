import type { Counter } from 'prom-client'
import type { RequestRecord } from '../../kit/http/passage.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { batchesOf, type LoggedRequest, type NewLine, newLine, type RequestBatch } from './request-batch.ts'
import { insertBatches } from './request-log-store.ts'

const gatherMs = 250
const linesMax = 500
const retryMs = 1_000
/** About 10 MB: some seconds of full load while the database is away. */
const waitingMax = 20_000
const pathMax = 1_000
const textMax = 500

const lineOf = (record: RequestRecord, keyId: string): LoggedRequest => ({
  id: record.id,
  at: record.startedAt,
  keyId,
  method: record.method,
  path: record.path.slice(0, pathMax),
  endpointId: record.endpointId ?? null,
  status: record.status,
  errorCode: record.errorCode ?? null,
  errorMessage: record.errorMessage?.slice(0, textMax) ?? null,
  ip: record.ip,
  idempotencyKey: record.idempotencyKey?.slice(0, textMax) ?? null,
  replayed: record.replayed,
  latencyMs: Math.round(record.durationMs),
})

/**
 * The partners' request log, written off the hot path: lines gather for a quarter of a second or 500 of them, then go
 * in batches by one statement, one at a time. What does not fit while the database is slow is dropped, oldest of the
 * waiting first, and counted.
 */
export class RequestLog {
  readonly #kernel: Kernel
  readonly #dropped: Counter
  #waiting: NewLine[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  /** What could not be written, as it was tried: it may be there already, and then stays. */
  #tried: { readonly batches: readonly RequestBatch[]; readonly lines: number } | undefined

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.#dropped = kernel.metrics.counter(
      'florin_request_log_dropped_total',
      'Lines of the request log that were not written, because the database was too slow',
    )
  }

  /** Takes note of an answered request; of one without a known partner there is nothing to note. */
  note(record: RequestRecord): void {
    const { caller } = record
    if (caller === undefined || caller.partnerId === NIL_ID) return
    this.#waiting.push(newLine(caller.partnerId, lineOf(record, caller.keyId)))
    this.#drop(this.#waiting.length - waitingMax)
    if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#write(), gatherMs).unref()
    else if (this.#waiting.length === linesMax) void this.#write()
  }

  /** Resolves when what was noted is written, or could not be: then it is given up. */
  async stop(): Promise<void> {
    // What is under way may leave lines behind; those get one more try.
    await this.#writing
    await this.#write()
    this.#drop(this.#waiting.length)
    this.#dropped.inc(this.#tried?.lines ?? 0)
    this.#tried = undefined
    clearTimeout(this.#timer)
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing ??= this.#drain().finally(() => (this.#writing = undefined))
    return this.#writing
  }

  #drop(count: number): void {
    if (count <= 0) return
    this.#waiting.splice(0, count)
    this.#dropped.inc(count)
  }

  async #drain(): Promise<void> {
    while (this.#tried !== undefined || this.#waiting.length > 0) {
      try {
        this.#tried ??= await this.#take()
        await insertBatches(this.#kernel.pool, this.#tried.batches)
        this.#tried = undefined
      } catch (error) {
        const lines = this.#waiting.length + (this.#tried?.lines ?? 0)
        this.#kernel.log.warn({ err: error, lines }, 'The request log could not be written: trying again')
        this.#timer ??= setTimeout(() => void this.#write(), retryMs).unref()
        return
      }
    }
  }

  async #take(): Promise<{ batches: readonly RequestBatch[]; lines: number }> {
    const { clock } = this.#kernel
    // The log follows our clock, as all that a partner can see.
    const atMs = clock.mode === 'real' ? undefined : (await clock.now()).getTime()
    const lines = this.#waiting.splice(0, linesMax)
    return {
      batches: batchesOf(atMs === undefined ? lines : lines.map(line => ({ ...line, atMs }))),
      lines: lines.length,
    }
  }
}
