import { isMutating } from '@florin/contract/kernel/endpoint.ts'
import type { FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import { type Problem, problemStatus } from '../problem.ts'
import type { Gate } from './call.ts'
import { credentialsOf, pathOf, type RequestRecord, type Route } from './passage.ts'

/** A request that was refused before it came to a handler. */
export interface Stray {
  readonly request: FastifyRequest
  readonly requestId: string
  readonly at: Date
  readonly problem: Problem
  /** Undefined: no route takes it. */
  readonly route: Route | undefined
}

interface Parts {
  readonly gate: Gate
  readonly log: Log
  readonly onAnswered: (record: RequestRecord) => void
  /** Resolves when there is time for what nobody waits for. */
  readonly later: () => Promise<void>
}

/** Takes note of the strays of known callers. Who called is found out after the answer, which waits for nothing. */
export class Strays {
  readonly #parts: Parts
  readonly #open = new Set<Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  note(stray: Stray): void {
    // Nobody is told anything where the caller has gone in the middle of its request.
    if (stray.route?.endpoint.access === 'open' || stray.request.raw.socket.destroyed) return
    const noted = this.#note(stray)
      .catch(error => this.#parts.log.warn({ err: error }, 'A request was refused and not noted'))
      .finally(() => this.#open.delete(noted))
    this.#open.add(noted)
  }

  /** Resolves when all that came so far are noted. */
  async settled(): Promise<void> {
    await Promise.all(this.#open)
  }

  async #note(stray: Stray): Promise<void> {
    const { request, route } = stray
    // Before waiting: a connection that closes has no address any more.
    const credentials = credentialsOf(request, request.ip, route?.endpoint.access ?? 'key')
    await this.#parts.later()
    const caller = await this.#parts.gate.admit(credentials)
    if (typeof caller !== 'string') this.#parts.onAnswered({ ...recordOf(stray), ip: credentials.ip, caller })
  }
}

function recordOf({ request, requestId, at, problem, route }: Stray): Omit<RequestRecord, 'caller' | 'ip'> {
  const key = route === undefined || isMutating(route.endpoint) ? request.headers['idempotency-key'] : undefined
  return {
    id: requestId,
    method: request.method,
    path: pathOf(request.url),
    endpointId: route?.id,
    status: problemStatus(problem),
    errorCode: problem.code,
    errorMessage: problem.message,
    idempotencyKey: typeof key === 'string' ? key : undefined,
    replayed: false,
    startedAt: at,
    durationMs: 0,
  }
}
