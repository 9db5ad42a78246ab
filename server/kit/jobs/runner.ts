import { elapsedMs } from '../clock/clock.ts'
import { NIL_ID, randomFraction, uuidv7 } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { buryJob, claimJobs, ensureJob, extendLease, finishJob, type Job, rescheduleJob, returnJobs } from './store.ts'

/**
 * What does a job of one kind. `run` is called at least once for each job, so it must be safe to repeat; it opens its
 * own transactions and may call rails between them. It returns when the job shall run again, or nothing: done.
 */
export interface JobHandler {
  readonly kind: string
  run(job: Job): Promise<{ againAt: Date } | undefined | void>
  /** A periodic job: made at start if missing, with this key. Ticks that were missed coalesce into one. */
  readonly periodic?: { readonly everyMs: number }
  /** Attempts before the job is dead, also those that ended with their process; periodic jobs never die. */
  readonly attemptsMax?: number
  readonly leaseMs?: number
}

const defaultAttempts = 12
const defaultLeaseMs = 60_000
const concurrencyMax = 16
/** Real time between looks at the table when nothing wakes the runner: due times pass without a notification. */
const pollMs = 500

/** Grows from 1 s to 1 h, with jitter so that failures do not come back in step. */
export function backOffMs(attempt: number): number {
  const base = Math.min(3_600_000, 1_000 * 2 ** Math.min(attempt - 1, 20))
  return Math.round(base * (0.75 + randomFraction() / 2))
}

const attemptsOf = ({ periodic, attemptsMax = defaultAttempts }: JobHandler): number =>
  periodic === undefined ? attemptsMax : Number.POSITIVE_INFINITY

/** Runs the jobs of this process. Many processes may run on one database: a job has one holder at a time. */
export class JobRunner {
  readonly #kernel: Kernel
  readonly #handlers: ReadonlyMap<string, JobHandler>
  readonly #holder: string
  #running = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #lookAgain = false
  #stopped = false

  constructor(kernel: Kernel, handlers: readonly JobHandler[]) {
    this.#kernel = kernel
    this.#handlers = new Map(handlers.map(handler => [handler.kind, handler]))
    if (this.#handlers.size !== handlers.length) throw new Error('two handlers of one job kind')
    this.#holder = uuidv7(new Date())
  }

  async start(): Promise<void> {
    const now = await this.#kernel.clock.now()
    for (const { kind, periodic } of this.#handlers.values()) {
      if (periodic !== undefined)
        await ensureJob(this.#kernel.pool, { id: uuidv7(now), partnerId: NIL_ID, kind, key: 'tick', dueAt: now })
    }
    this.wake()
  }

  /** Looks at the table soon; called when a commit announced new jobs. */
  wake(): void {
    if (this.#stopped) return
    if (this.#looking !== undefined) {
      this.#lookAgain = true
      return
    }
    this.#looking = this.#look()
      .catch(error => this.#kernel.log.warn({ err: error }, 'Looking for jobs failed: trying again'))
      .finally(() => {
        this.#looking = undefined
        if (this.#stopped) return
        if (this.#lookAgain) {
          this.#lookAgain = false
          this.wake()
        } else {
          clearTimeout(this.#timer)
          this.#timer = setTimeout(() => this.wake(), pollMs)
        }
      })
  }

  /** Takes no more jobs, waits for the running ones, gives back what is left. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#running.values())
    await returnJobs(this.#kernel.pool, this.#holder).catch(() => undefined)
  }

  async #look(): Promise<void> {
    const free = concurrencyMax - this.#running.size
    if (free <= 0) return
    const jobs = await claimJobs(this.#kernel.pool, {
      kinds: [...this.#handlers.keys()],
      now: await this.#kernel.clock.now(),
      count: free,
      leaseMs: defaultLeaseMs,
      holder: this.#holder,
      underWay: [...this.#running.keys()],
    })
    for (const job of jobs) {
      const running = this.#carryOut(job).finally(() => {
        // It may be under way anew by now.
        if (this.#running.get(job.id) === running) this.#running.delete(job.id)
        this.wake()
      })
      this.#running.set(job.id, running)
    }
    if (jobs.length === free) this.#lookAgain = true
  }

  async #carryOut(job: Job): Promise<void> {
    const { pool, clock, log, metrics } = this.#kernel
    const handler = this.#handlers.get(job.kind)
    if (handler === undefined) return
    const leaseMs = handler.leaseMs ?? defaultLeaseMs
    const beat = (): void => void extendLease(pool, job.id, this.#holder, leaseMs).catch(() => undefined)
    // It was claimed for the usual time, so a third of a longer one may be too late for the first beat.
    if (leaseMs > defaultLeaseMs) beat()
    const heart = setInterval(beat, Math.min(leaseMs, defaultLeaseMs) / 3)
    const started = elapsedMs()
    try {
      // Its last attempt never said how it ended: one that takes its process with it would do so for ever.
      if (job.attempt > attemptsOf(handler)) throw new Error('the last attempt ended with its process')
      const again = await handler.run(job)
      const now = await clock.now()
      const dueAt = again?.againAt ?? (handler.periodic && nextTick(job.dueAt, handler.periodic.everyMs, now))
      if (dueAt === undefined) await finishJob(pool, job.id, this.#holder)
      else await rescheduleJob(pool, { id: job.id, holder: this.#holder, dueAt, attempt: 0, error: null })
      metrics.jobs.inc({ kind: job.kind, outcome: 'done' })
    } catch (error) {
      await this.#fail(job, handler, error, elapsedMs() - started).catch(cause => {
        // The database is away: the lease runs out and somebody takes the job anew.
        log.warn(
          { err: cause, job: job.id, kind: job.kind },
          'A failed job could not be put back: its lease will run out',
        )
      })
    } finally {
      clearInterval(heart)
    }
  }

  async #fail(job: Job, handler: JobHandler, error: unknown, tookMs: number): Promise<void> {
    const { pool, clock, log, metrics } = this.#kernel
    const text = String(error instanceof Error ? `${error.name}: ${error.message}` : error).slice(0, 2_000)
    const last = job.attempt >= attemptsOf(handler)
    metrics.jobs.inc({ kind: job.kind, outcome: last ? 'dead' : 'retried' })
    log[last ? 'error' : 'warn'](
      { err: error, job: job.id, kind: job.kind, key: job.key, attempt: job.attempt, tookMs },
      last ? 'A job failed for the last time and waits for the operator' : 'A job failed and will be tried again',
    )
    if (last) return buryJob(pool, job.id, this.#holder, text)
    const now = await clock.now()
    // A periodic job is needed again by its next tick: after a long outage it would be away for an hour more.
    const waitMs = Math.min(backOffMs(job.attempt), handler.periodic?.everyMs ?? Number.POSITIVE_INFINITY)
    const dueAt = new Date(now.getTime() + waitMs)
    await rescheduleJob(pool, { id: job.id, holder: this.#holder, dueAt, attempt: job.attempt, error: text })
  }
}

/** The first tick after `now` in the rhythm that began at `from`: missed ticks coalesce. */
export function nextTick(from: Date, everyMs: number, now: Date): Date {
  const passed = Math.max(0, now.getTime() - from.getTime())
  return new Date(from.getTime() + (Math.floor(passed / everyMs) + 1) * everyMs)
}
