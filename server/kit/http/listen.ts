import { STATUS_CODES } from 'node:http'
import { commonErrors, type Endpoint, isMutating, scopeOf } from '@florin/contract/kernel/endpoint.ts'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { elapsedMs } from '../clock/clock.ts'
import { uuidv7 } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { invalidField, Problem, problemBody, problemStatus } from '../problem.ts'
import { type Call, type Caller, type Gate, type Handler, jsonMediaType } from './call.ts'
import { carryOut } from './carry-out.ts'
import { KeyedCalls, readKey } from './keyed.ts'
import { problemOf } from './problem-of.ts'
import type { RateLimiter } from './rate-limit.ts'
import { readCall } from './read-call.ts'
import { readFiles } from './read-files.ts'
import { step, turn } from './turn.ts'

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

export interface ListenParts {
  readonly kernel: Kernel
  readonly gate: Gate
  readonly endpoints: Readonly<Record<string, Endpoint>>
  readonly handlers: Readonly<Record<string, Handler<Endpoint>>>
  readonly limiter: RateLimiter
  readonly trustedProxies: readonly string[]
  /** Called for every answered request of a known caller. */
  readonly onAnswered?: (record: RequestRecord) => void
  /** Tests check every answer against its schema with this. */
  readonly onAnswer?: (endpoint: Endpoint, status: number, text: string) => void
}

const bodyLimitBytes = 1_048_576
/** How long a request that is not here in full may hold up a stop. */
const stragglerMs = 5_000
const scopes = { read: 0, write: 1, admin: 2 } as const

interface Answered {
  status: number
  text: string
  type: string
  headers: Record<string, string>
  problem?: Problem
  replayed: boolean
}

/** An HTTP server whose routes are the endpoints. The caller listens on it, and adds pages if it likes. */
export function makeHttpServer(parts: ListenParts): FastifyInstance {
  const { kernel } = parts
  const app = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    routerOptions: { maxParamLength: 2_000, caseSensitive: true, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    // What still comes while we stop was accepted: it is answered, and its connection closed. Fastify's own refusal is
    // in no contract.
    return503OnClosing: false,
    requestTimeout: 60_000,
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) return
      const text = JSON.stringify(problemBody(invalidField('request', 'is not readable as HTTP')))
      socket.end(
        `HTTP/1.1 400 ${STATUS_CODES[400]}\r\nContent-Type: ${jsonMediaType}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
      )
      kernel.log.info({ err: error }, 'A client sent what is no HTTP request')
    },
    frameworkErrors: (error, _request, reply) => answerError(reply, error),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  // Not read here: first the caller is let in.
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, { unreadable: true }))
  // Read, so that the refusal can name the field; never parsed.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, { unreadable: body.length > 0 }),
  )
  app.setErrorHandler((error, _request, reply) => answerError(reply, error))
  app.setNotFoundHandler((_request, reply) => answerError(reply, new Problem('P404')))

  function answerError(reply: FastifyReply, error: unknown): void {
    const problem = problemOf(error)
    const requestId = uuidv7(new Date())
    if (problem.code === 'P500') kernel.log.error({ err: error, requestId }, 'A request failed unexpectedly')
    void reply
      .code(problemStatus(problem))
      .header('x-request-id', requestId)
      .type(jsonMediaType)
      .send(JSON.stringify(problemBody(problem)))
  }

  /** By endpoint and status: the labels are put in order once, not at each call. */
  const timers = new Map<string, { observe(seconds: number): void }>()
  function timerOf(endpoint: string, status: number): { observe(seconds: number): void } {
    const name = `${endpoint} ${status}`
    const known = timers.get(name)
    if (known !== undefined) return known
    const made = kernel.metrics.requests.labels({ endpoint, status })
    timers.set(name, made)
    return made
  }

  let underWay = 0
  // Node keeps no time-outs on a server that closes: a request that never comes in full would keep it for ever.
  app.addHook('preClose', done => {
    const timer = setInterval(() => {
      if (underWay === 0) app.server.closeAllConnections()
    }, stragglerMs)
    app.server.once('close', () => clearInterval(timer))
    done()
  })

  const keyed = new KeyedCalls(kernel)
  for (const [id, endpoint] of Object.entries(parts.endpoints)) {
    if (endpoint.sandbox === true && kernel.environment !== 'sandbox') continue
    const handler = parts.handlers[id]
    if (handler === undefined) throw new Error(`there is no handler for ${id}`)
    for (const url of [endpoint.path, ...(endpoint.aliases ?? [])]) {
      app.route({
        method: endpoint.method,
        url,
        handler: (request, reply) => serve(id, endpoint, handler, request, reply),
      })
    }
  }
  return app

  async function serve(
    id: string,
    endpoint: Endpoint,
    handler: Handler<Endpoint>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const startedAt = new Date()
    const started = elapsedMs()
    const requestId = uuidv7(startedAt)
    const answered: Answered = {
      status: 500,
      text: '',
      type: jsonMediaType,
      headers: { 'x-request-id': requestId },
      replayed: false,
    }
    let caller: Caller | undefined
    const path = pathOf(request.url)
    underWay += 1
    try {
      await turn()
      caller = await admit(endpoint, request)
      await step
      limit(endpoint, caller, answered)
      authorise(endpoint, caller)
      await step
      const readBody = request.body as string | { unreadable: boolean } | undefined
      if (typeof readBody === 'object' && readBody?.unreadable && endpoint.body !== undefined)
        throw invalidField('Content-Type', 'must be application/json')
      const { params, query, body, sent } = readCall(endpoint, {
        params: request.params,
        query: request.query,
        body: typeof readBody === 'string' ? readBody : undefined,
      })
      const upload = endpoint.files && (await readFiles(request.raw, request.headers['content-type'], endpoint.files))
      const call = {
        params,
        query,
        body,
        files: upload?.files ?? [],
        caller,
        requestId,
        ip: request.ip,
        accept: acceptOf(endpoint, request),
      } as Call<Endpoint>
      const key = isMutating(endpoint) ? readKey(request.headers['idempotency-key']) : undefined
      await step
      const result = await carryOut({
        kernel,
        keyed,
        endpoint,
        handler,
        call,
        key,
        method: endpoint.method,
        path,
        sent: upload?.sent ?? sent,
      })
      Object.assign(answered, {
        status: result.status,
        text: result.text,
        type: result.type,
        replayed: result.replayed,
      })
      if (result.replayed) answered.headers['idempotent-replayed'] = 'true'
    } catch (error) {
      const problem = problemOf(error)
      answered.problem = problem
      answered.status = problemStatus(problem)
      answered.text = JSON.stringify(problemBody(problem))
      if (problem.retryAfterSeconds !== undefined) answered.headers['retry-after'] = String(problem.retryAfterSeconds)
      if (problem.code === 'P500' || problem.code === 'P501')
        kernel.log.error({ err: error, requestId, endpoint: id }, 'A request failed')
      if (parts.onAnswer !== undefined) assertDeclared(endpoint, problem, id)
    } finally {
      underWay -= 1
    }
    await step
    parts.onAnswer?.(endpoint, answered.status, answered.text)
    const durationMs = elapsedMs() - started
    timerOf(id, answered.status).observe(durationMs / 1000)
    parts.onAnswered?.({
      id: requestId,
      caller,
      method: endpoint.method,
      path,
      endpointId: id,
      status: answered.status,
      errorCode: answered.problem?.code,
      errorMessage: answered.problem?.message,
      ip: request.ip,
      idempotencyKey: isMutating(endpoint) ? (request.headers['idempotency-key'] as string | undefined) : undefined,
      replayed: answered.replayed,
      startedAt,
      durationMs,
    })
    await step
    return reply.code(answered.status).headers(answered.headers).type(answered.type).send(answered.text)
  }

  async function admit(endpoint: Endpoint, request: FastifyRequest): Promise<Caller> {
    const header = request.headers['x-api-key']
    const verdict =
      endpoint.access === 'open'
        ? anybody
        : await parts.gate.admit({
            apiKey: typeof header === 'string' ? header : undefined,
            authorization: request.headers.authorization,
            ip: request.ip,
            access: endpoint.access,
          })
    if (typeof verdict === 'string') throw new Problem('P401', `Access Denied. ${verdict}`)
    return verdict
  }

  function limit(endpoint: Endpoint, caller: Caller, answered: Answered): void {
    if (endpoint.access === 'open') return
    const rate = endpoint.rate ?? 'standard'
    // A page has an allowance of its own, and takes nothing of its partner's.
    const owner = endpoint.access === 'hosted' ? caller.keyId : caller.partnerId
    const allowance = parts.limiter.take(owner, caller.keyId, rate, caller.limits)
    const burst = rate === 'money' ? caller.limits.moneyBurst : caller.limits.burst
    const perSecond = rate === 'money' ? caller.limits.moneyPerSecond : caller.limits.perSecond
    answered.headers['ratelimit-policy'] = `"${rate}";q=${perSecond};w=1;burst=${burst}`
    answered.headers['ratelimit'] = `"${rate}";r=${allowance.remaining};t=${allowance.retryAfterSeconds || 1}`
    if (!allowance.allowed) throw new Problem('P429', undefined, { retryAfterSeconds: allowance.retryAfterSeconds })
  }

  function authorise(endpoint: Endpoint, caller: Caller): void {
    if (endpoint.access === 'operator') {
      if (endpoint.roles !== undefined && !endpoint.roles.some(role => caller.roles?.includes(role))) {
        throw new Problem('P492', `This call needs one of the roles ${endpoint.roles.join(', ')}.`)
      }
      return
    }
    if (endpoint.access === 'open') return
    if (scopes[caller.scope] < scopes[scopeOf(endpoint)])
      throw new Problem('P492', `This call needs a key with the scope ${scopeOf(endpoint)}.`)
    if (endpoint.model !== undefined && endpoint.model !== caller.model) throw new Problem('P491')
  }

  function assertDeclared(endpoint: Endpoint, problem: Problem, id: string): void {
    if (!commonErrors.includes(problem.code) && !endpoint.errors.includes(problem.code)) {
      kernel.log.error(
        { endpoint: id, code: problem.code },
        'An endpoint answered with an error that it does not declare',
      )
      throw new Error(`${id} does not declare ${problem.code}`)
    }
  }
}

const anybody: Caller = {
  partnerId: '00000000-0000-0000-0000-000000000000',
  keyId: 'open',
  actor: 'open',
  scope: 'read',
  limits: { perSecond: 0, burst: 0, moneyPerSecond: 0, moneyBurst: 0 },
}

const pathOf = (url: string): string => {
  const at = url.indexOf('?')
  return at === -1 ? url : url.slice(0, at)
}

function acceptOf(endpoint: Endpoint, request: FastifyRequest): string {
  const wanted = request.headers.accept
  const other = wanted === undefined ? undefined : endpoint.alsoAnswers?.find(type => wanted.includes(type))
  return other ?? 'application/json'
}
