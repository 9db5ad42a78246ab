import type { Dispatcher } from 'undici'
import type { PartnerAnswer } from '../../contexts/webhooks/index.ts'
import { elapsedMs } from '../../kit/clock/clock.ts'
import { explain, isUnseen } from './explain.ts'

const keptBytes = 1_024
/** A longer body costs the connection: it is closed rather than read. */
const readMaxBytes = 65_536
/** Answers such as `103 Early Hints` that come before the one that counts. */
const interimMax = 16

/**
 * Hears the answer to one call. The status decides, so it is enough when the body is long or slow; what is kept of it
 * is a kilobyte. One deadline covers connecting, waiting and reading.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #startedMs: number
  readonly #timeoutMs: number
  readonly #done: (answer: PartnerAnswer | 'unseen') => void
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  #isDone = false
  #status: number | null = null
  #latencyMs = 0
  #kept: Buffer[] = []
  #readBytes = 0
  #interim = 0

  constructor(parts: {
    startedMs: number
    /** Of the deadline. */
    leftMs: number
    timeoutMs: number
    done: (answer: PartnerAnswer | 'unseen') => void
  }) {
    this.#startedMs = parts.startedMs
    this.#timeoutMs = parts.timeoutMs
    this.#done = parts.done
    this.#timer = setTimeout(() => this.#giveUp(), parts.leftMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // The connection came after the deadline: nothing is sent over it.
    if (this.#isDone) controller.abort(new Error('too late'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return this.#countInterim(controller)
    this.#status = status
    this.#latencyMs = this.#sinceMs()
    if (this.#isDone) controller.abort(new Error('too late'))
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = keptBytes - this.#readBytes
    if (room > 0) this.#kept.push(Buffer.from(chunk.subarray(0, room)))
    this.#readBytes += chunk.length
    if (this.#readBytes > readMaxBytes) this.#stop('long')
  }

  onResponseEnd(): void {
    this.#finish(this.#answer())
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#status !== null) return this.#finish(this.#answer())
    if (isUnseen(error)) return this.#finish('unseen')
    this.#finish({
      status: null,
      latencyMs: this.#sinceMs(),
      answer: null,
      error: explain(error),
      isTimeout: (error as { code?: string }).code === 'UND_ERR_CONNECT_TIMEOUT',
    })
  }

  /** They cost us as much as any answer, and nothing else ends a stream of them before the deadline. */
  #countInterim(controller: Dispatcher.DispatchController): void {
    this.#interim += 1
    if (this.#interim <= interimMax) return
    const error = `The server sent more than ${interimMax} interim answers (1xx) and no other`
    this.#finish({ status: null, latencyMs: this.#sinceMs(), answer: null, error, isTimeout: false })
    controller.abort(new Error('too many interim answers'))
  }

  #giveUp(): void {
    if (this.#status !== null) return this.#stop('slow')
    const error = `There was no answer within ${this.#timeoutMs / 1000} s`
    this.#finish({ status: null, latencyMs: this.#sinceMs(), answer: null, error, isTimeout: true })
    this.#controller?.abort(new Error('no answer in time'))
  }

  #stop(why: 'long' | 'slow'): void {
    this.#finish(this.#answer())
    this.#controller?.abort(new Error(`the body is too ${why}`))
  }

  #answer(): PartnerAnswer {
    // PostgreSQL takes any character but NUL.
    const text = this.#kept.length === 1 ? String(this.#kept[0]) : String(Buffer.concat(this.#kept))
    const answer = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
    return { status: this.#status, latencyMs: this.#latencyMs, answer, error: null, isTimeout: false }
  }

  #finish(answer: PartnerAnswer | 'unseen'): void {
    if (this.#isDone) return
    this.#isDone = true
    clearTimeout(this.#timer)
    this.#done(answer)
  }

  #sinceMs(): number {
    return Math.max(0, Math.round(elapsedMs() - this.#startedMs))
  }
}
