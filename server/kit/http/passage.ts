import { type Endpoint, isMutating } from '@florin/contract/kernel/endpoint.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { elapsedMs } from '../clock/clock.ts'
import { uuidv7 } from '../ids.ts'
import { type Problem, problemBody, problemStatus } from '../problem.ts'
import { type Call, type Caller, type Credentials, type Handler, jsonMediaType } from './call.ts'
import type { Reply } from './carry-out.ts'

/** An endpoint with the name that the contract gives it, and what carries it out. */
export interface Route {
  readonly id: string
  readonly endpoint: Endpoint
  readonly handler: Handler<Endpoint>
}

/** One line of the partner's request log. */
export interface RequestRecord {
  readonly id: string
  readonly caller: Caller | undefined
  readonly method: string
  readonly path: string
  readonly endpointId: string | undefined
  readonly status: number
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  readonly ip: string
  readonly idempotencyKey: string | undefined
  readonly replayed: boolean
  readonly startedAt: Date
  readonly durationMs: number
}

/** A request on its way through the listener, from its arrival to its answer. */
export class Passage {
  readonly route: Route
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly startedAt = new Date()
  readonly #startedMs = elapsedMs()
  readonly requestId: string
  readonly path: string
  readonly ip: string
  /** Known when it is let in. */
  caller: Caller | undefined
  /** Known when it is read. */
  call: Call<Endpoint> | undefined
  key: string | undefined
  sent: unknown
  problem: Problem | undefined
  status = 500
  text = ''
  type = jsonMediaType
  replayed = false
  /** Known when it is answered. */
  durationMs = 0
  readonly headers: Record<string, string>

  constructor(route: Route, request: FastifyRequest, reply: FastifyReply) {
    this.route = route
    this.request = request
    this.reply = reply
    this.requestId = uuidv7(this.startedAt)
    this.path = pathOf(request.url)
    this.ip = request.ip
    this.headers = { 'x-request-id': this.requestId }
  }

  succeed({ status, text, type, replayed }: Reply): void {
    this.status = status
    this.text = text
    this.type = type
    this.replayed = replayed
    if (replayed) this.headers['idempotent-replayed'] = 'true'
  }

  refuse(problem: Problem): void {
    this.problem = problem
    this.status = problemStatus(problem)
    this.text = JSON.stringify(problemBody(problem))
    if (problem.retryAfterSeconds !== undefined) this.headers['retry-after'] = String(problem.retryAfterSeconds)
  }

  record(): RequestRecord {
    const { route, request, requestId, caller, path, status, ip, replayed, startedAt, durationMs } = this
    const key = isMutating(route.endpoint) ? request.headers['idempotency-key'] : undefined
    return {
      id: requestId,
      caller,
      // Not the endpoint's: a HEAD goes where a GET does.
      method: request.method,
      path,
      endpointId: route.id,
      status,
      ...this.#error(),
      ip,
      idempotencyKey: typeof key === 'string' ? key : undefined,
      replayed,
      startedAt,
      durationMs,
    }
  }

  #error(): Pick<RequestRecord, 'errorCode' | 'errorMessage'> {
    const { problem, status, text } = this
    if (problem !== undefined) return { errorCode: problem.code, errorMessage: problem.message }
    if (status < 400) return { errorCode: undefined, errorMessage: undefined }
    // A refusal that an idempotency key keeps is there as its text only.
    const { errorCode, errorMessage } = JSON.parse(text) as Record<'errorCode' | 'errorMessage', string>
    return { errorCode, errorMessage }
  }

  send(): void {
    this.durationMs = elapsedMs() - this.#startedMs
    void this.reply.code(this.status).headers(this.headers).type(this.type).send(this.text)
  }
}

/** What a request shows of who sends it. */
export function credentialsOf(request: FastifyRequest, ip: string, access: Endpoint['access']): Credentials {
  const { headers, socket: connection } = request
  const header = headers['x-api-key']
  const apiKey = typeof header === 'string' ? header : undefined
  return { apiKey, authorization: headers.authorization, ip, access, connection }
}

export function pathOf(url: string): string {
  const at = url.indexOf('?')
  return at === -1 ? url : url.slice(0, at)
}
