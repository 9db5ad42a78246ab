import { hash } from 'node:crypto'
import { elapsedMs } from '../clock/clock.ts'
import { canonicalJson } from '../json.ts'
import type { Kernel } from '../kernel.ts'
import { sqlState } from '../postgres/connect.ts'
import { invalidField, Problem, problemBody, problemStatus } from '../problem.ts'
import type { Sql } from '../sql.ts'
import { claimKey, findAnswer, keepAnswer, type StoredAnswer } from '../work/store.ts'
import type { Work } from '../work/work.ts'

/*
 * Idempotency-Key (contract, section 1): scope partner, method and path; kept in the transaction of the effect.
 * Of two calls with one key one acts, the other waits up to 2 s for its answer.
 */

const waitMs = 2_000
const lockNotAvailable = '55P03'

/** Refusals that say nothing about the request itself: the next try may go another way. */
const notKept = new Set(['P401', 'P403', 'P404', 'P408', 'P409', 'P429', 'P492', 'P500', 'P501'])

export interface Claim {
  readonly partnerId: string
  readonly key: string
  readonly method: string
  readonly path: string
  /** In hex. */
  readonly bodyHash: string
  readonly requestId: string
}

export interface Written {
  readonly status: number
  readonly text: string
  readonly replayed: boolean
}

/** Checks the header; undefined when there is none. */
export function readKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw invalidField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters')
  }
  return header
}

/** In hex: a Buffer takes four times as long to make, and is more to the garbage collector. */
export const bodyHashOf = (sent: unknown): string => hash('sha256', canonicalJson(sent), 'hex')

export function replay(stored: StoredAnswer, claim: Claim): Written {
  if (stored.bodyHash !== claim.bodyHash) throw new Problem('P409')
  return { status: stored.status, text: stored.answer, replayed: true }
}

/** The stored answer to a key that somebody else has. It is there: whoever took the key has committed. */
export async function replayClaimed(sql: Sql, claim: Claim): Promise<Written> {
  const stored = await findAnswer(sql, claim.partnerId, claim.key, claim.method, claim.path)
  if (stored === undefined) throw new Problem('P408', undefined, { retryAfterSeconds: 1 })
  return replay(stored, claim)
}

/** Claims the key in the open transaction; the stored answer when it is taken. */
export async function claimOrReplay(work: Work, claim: Claim): Promise<Written | undefined> {
  try {
    if (await claimKey(work.sql, { ...claim, now: work.now })) return undefined
  } catch (error) {
    if (sqlState(error) === lockNotAvailable) throw new Problem('P408', undefined, { retryAfterSeconds: 1 })
    throw error
  }
  return replayClaimed(work.sql, claim)
}

/** Lets one call of a key through at a time in this process; keeps the refusals that belong to the request. */
export class KeyedCalls {
  readonly #inFlight = new Map<string, Promise<void>>()
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** `execute` claims the key itself, in its transaction. `lookFirst` for what has none. */
  async run(
    claim: Claim,
    lookFirst: boolean,
    execute: () => Promise<Written>,
    untilMs = elapsedMs() + waitMs,
  ): Promise<Written> {
    const name = `${claim.partnerId}|${claim.method}|${claim.path}|${claim.key}`
    const running = this.#inFlight.get(name)
    if (running !== undefined) {
      if (!(await endsBy(untilMs, running))) throw new Problem('P408', undefined, { retryAfterSeconds: 1 })
      const stored = await this.#look(claim)
      // Where it left no answer, one of those who waited acts, and the others wait for that for what is left of their time.
      return stored ?? this.run(claim, lookFirst, execute, untilMs)
    }
    let end: () => void = () => undefined
    this.#inFlight.set(name, new Promise(resolve => (end = resolve)))
    try {
      if (lookFirst) {
        const stored = await this.#look(claim)
        if (stored !== undefined) return stored
      }
      return await execute()
    } catch (error) {
      if (error instanceof Problem && !notKept.has(error.code)) return await this.#keepRefusal(claim, error)
      throw error
    } finally {
      this.#inFlight.delete(name)
      end()
    }
  }

  async #look(claim: Claim): Promise<Written | undefined> {
    const stored = await findAnswer(this.#kernel.pool, claim.partnerId, claim.key, claim.method, claim.path)
    return stored && replay(stored, claim)
  }

  async #keepRefusal(claim: Claim, problem: Problem): Promise<Written> {
    const now = await this.#kernel.clock.now()
    const refusal = { status: problemStatus(problem), text: JSON.stringify(problemBody(problem)) }
    const kept = await keepAnswer(this.#kernel.pool, { ...claim, now, status: refusal.status, answer: refusal.text })
    return kept ? { ...refusal, replayed: false } : replayClaimed(this.#kernel.pool, claim)
  }
}

async function endsBy(untilMs: number, running: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), untilMs - elapsedMs())
  })
  const ended = await Promise.race([running.then(() => true as const), late])
  clearTimeout(timer)
  return ended
}
