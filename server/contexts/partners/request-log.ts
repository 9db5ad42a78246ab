import type { Counter } from 'prom-client'
import type { RequestRecord } from '../../kit/http/listen.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { insertLines, type NewLine } from './request-log-store.ts'

const gatherMs = 250
const linesMax = 500
const retryMs = 1_000
/** About 10 MB: some seconds of full load while the database is away. */
const waitingMax = 20_000
const pathMax = 1_000
const textMax = 500

const lineOf = (record: RequestRecord, partnerId: string, keyId: string): NewLine => ({
  partnerId,
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
 * in one statement, one at a time. What does not fit while the database is slow is dropped, oldest first, and counted.
 */
export class RequestLog {
  readonly #kernel: Kernel
  readonly #dropped: Counter
  #waiting: NewLine[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  /** The lines to be written next may be there already. */
  #isAgain = false

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
    this.#waiting.push(lineOf(record, caller.partnerId, caller.keyId))
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
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0, linesMax)
      try {
        await insertLines(this.#kernel.pool, await this.#dated(lines), this.#isAgain)
        this.#isAgain = false
      } catch (error) {
        this.#kernel.log.warn({ err: error, lines: lines.length }, 'The request log could not be written: trying again')
        this.#waiting.unshift(...lines)
        this.#isAgain = true
        this.#timer ??= setTimeout(() => void this.#write(), retryMs).unref()
        return
      }
    }
  }

  /** The log follows our clock, as all that a partner can see. */
  async #dated(lines: readonly NewLine[]): Promise<readonly NewLine[]> {
    if (this.#kernel.clock.mode === 'real') return lines
    const at = await this.#kernel.clock.now()
    return lines.map(line => ({ ...line, at }))
  }
}
