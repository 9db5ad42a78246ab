import { maxHeaderSize, STATUS_CODES } from 'node:http'
import { commonErrors, type Endpoint, isMutating, scopeOf } from '@florin/contract/kernel/endpoint.ts'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { uuidv7 } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { invalidField, Problem, problemBody, problemStatus } from '../problem.ts'
import { acceptedType } from './accept.ts'
import { type Caller, type Gate, type Handler, jsonMediaType, type Verdict } from './call.ts'
import { carryOut } from './carry-out.ts'
import { KeyedCalls, readKey } from './keyed.ts'
import { Lockstep } from './lockstep.ts'
import { credentialsOf, Passage, type RequestRecord, type Route } from './passage.ts'
import { problemOf } from './problem-of.ts'
import type { RateLimiter } from './rate-limit.ts'
import { readCall } from './read-call.ts'
import { readFiles, type Upload } from './read-files.ts'
import { addBodyParsers, type SentBody } from './sent-body.ts'
import { Strays } from './strays.ts'

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

/**
 * Turns of the event loop after which an answered request is noted. By then whoever was answered has asked anew, and that
 * is on its way to the database: there is time while it answers.
 */
const noteAfterTurns = 3

function afterTurns(turns: number, then: () => void): void {
  setImmediate(() => (turns > 1 ? afterTurns(turns - 1, then) : then()))
}

const later = (): Promise<void> => new Promise(resolve => afterTurns(noteAfterTurns, resolve))

const bodyLimitBytes = 1_048_576
/** How long a request that is not here in full may hold up a stop. */
const stragglerMs = 5_000
const scopes = { read: 0, write: 1, admin: 2 } as const

/** An HTTP server whose routes are the endpoints. The caller listens on it, and adds pages if it likes. */
export function makeHttpServer(parts: ListenParts): FastifyInstance {
  const { kernel } = parts
  const app = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    // No address is longer: that a parameter is too long is for its schema to say.
    routerOptions: { maxParamLength: maxHeaderSize, caseSensitive: true, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    // What still comes while we stop was accepted: it is answered, and its connection closed. Fastify's own refusal is
    // in no contract.
    return503OnClosing: false,
    requestTimeout: 60_000,
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) return
      const requestId = uuidv7(new Date())
      const text = JSON.stringify(problemBody(invalidField('request', 'is not readable as HTTP')))
      socket.end(
        `HTTP/1.1 400 ${STATUS_CODES[400]}\r\nContent-Type: ${jsonMediaType}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${text}`,
      )
      kernel.log.info({ err: error, requestId }, 'A client sent what is no HTTP request')
    },
    frameworkErrors: (error, request, reply) => answerError(request, reply, error),
  })
  addBodyParsers(app)
  app.setErrorHandler((error, request, reply) => answerError(request, reply, error))
  app.setNotFoundHandler((request, reply) => answerError(request, reply, new Problem('P404')))

  const strays =
    parts.onAnswered && new Strays({ gate: parts.gate, log: kernel.log, onAnswered: parts.onAnswered, later })

  /** Answers what came to no handler of an endpoint; `route` where it was on its way to one. */
  function answerError(request: FastifyRequest, reply: FastifyReply, error: unknown, route?: Route): void {
    const problem = problemOf(error)
    const at = new Date()
    const requestId = uuidv7(at)
    if (problem.code === 'P500') kernel.log.error({ err: error, requestId }, 'A request failed unexpectedly')
    void reply
      .code(problemStatus(problem))
      .header('x-request-id', requestId)
      .type(jsonMediaType)
      .send(JSON.stringify(problemBody(problem)))
    strays?.note({ request, requestId, at, problem, route })
  }

  /** By endpoint and status: the labels are put in order once, not at each call. */
  const timers = new Map<string, Map<number, { observe(seconds: number): void }>>()
  function timerOf(endpoint: string, status: number): { observe(seconds: number): void } {
    let byStatus = timers.get(endpoint)
    if (byStatus === undefined) timers.set(endpoint, (byStatus = new Map()))
    let timer = byStatus.get(status)
    if (timer === undefined) byStatus.set(status, (timer = kernel.metrics.requests.labels({ endpoint, status })))
    return timer
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
  // While the database has the calls that came after them.
  const notes = new Lockstep<Passage>({
    setOff: start => afterTurns(noteAfterTurns, start),
    steps: [note],
    failed: (_passage, error) => kernel.log.error({ err: error }, 'A request was answered and not noted'),
  })
  app.addHook('onClose', () => later().then(() => strays?.settled()))
  // As soon as all whose call has just ended are here; no timer either.
  const answers = new Lockstep<Passage>({
    setOff: queueMicrotask,
    steps: [answer],
    done: passage => notes.enter(passage),
    failed: ({ request, reply, route }, error) => answerError(request, reply, error, route),
  })
  // When the sockets that are ready have been read. No timer: a lone request goes on at once.
  const arrivals = new Lockstep<Passage>({
    setOff: setImmediate,
    steps: [admit, allow, read, carry],
    done: passage => answers.enter(passage),
    failed: refuse,
  })

  for (const [id, endpoint] of Object.entries(parts.endpoints)) {
    if (endpoint.sandbox === true && kernel.environment !== 'sandbox') continue
    const handler = parts.handlers[id]
    if (handler === undefined) throw new Error(`there is no handler for ${id}`)
    const route = { id, endpoint, handler }
    for (const url of [endpoint.path, ...(endpoint.aliases ?? [])]) {
      app.route({
        method: endpoint.method,
        url,
        handler: (request, reply) => {
          underWay += 1
          arrivals.enter(new Passage(route, request, reply))
        },
        errorHandler: (error, request, reply) => answerError(request, reply, error, route),
      })
    }
  }
  return app

  function admit(passage: Passage): void | Promise<void> {
    const { endpoint } = passage.route
    if (endpoint.access === 'open') {
      passage.caller = anybody
      return
    }
    const verdict = parts.gate.admit(credentialsOf(passage.request, passage.ip, endpoint.access))
    if (verdict instanceof Promise) return verdict.then(found => letIn(passage, found))
    letIn(passage, verdict)
  }

  function allow(passage: Passage): void {
    const { endpoint } = passage.route
    if (endpoint.access === 'open') return
    const caller = callerOf(passage)
    limit(endpoint, caller, passage.headers)
    authorise(endpoint, caller)
  }

  function read(passage: Passage): void | Promise<void> {
    const { request, route } = passage
    const { endpoint } = route
    const sentBody = request.body as SentBody
    if (sentBody instanceof Problem && endpoint.files === undefined) throw sentBody
    const { params, query, body, sent } = readCall(endpoint, {
      params: request.params,
      query: request.query,
      body: typeof sentBody === 'string' ? sentBody : undefined,
    })
    const take = (upload?: Upload): void => {
      passage.call = {
        params,
        query,
        body,
        files: upload?.files ?? [],
        caller: callerOf(passage),
        requestId: passage.requestId,
        ip: passage.ip,
        accept: acceptedType(request.headers.accept, endpoint.alsoAnswers),
      }
      passage.sent = upload?.sent ?? sent
      passage.key = isMutating(endpoint) ? readKey(request.headers['idempotency-key']) : undefined
    }
    if (endpoint.files === undefined) return take()
    return readFiles(request.raw, request.headers['content-type'], endpoint.files).then(take)
  }

  async function carry(passage: Passage): Promise<void> {
    const { route, call, key, path, sent } = passage
    if (call === undefined) throw new Error(`${path} was not read`)
    passage.succeed(await carryOut({ kernel, keyed, ...route, call, key, path, sent }))
  }

  function refuse(passage: Passage, error: unknown): void {
    const { route, requestId } = passage
    const problem = problemOf(error)
    passage.refuse(problem)
    if (problem.code === 'P500' || problem.code === 'P501')
      kernel.log.error({ err: error, requestId, endpoint: route.id }, 'A request failed')
    answers.enter(passage)
  }

  function answer(passage: Passage): void {
    underWay -= 1
    const { route, status, problem } = passage
    if (parts.onAnswer !== undefined) {
      if (problem !== undefined) assertDeclared(route.endpoint, problem, route.id)
      parts.onAnswer(route.endpoint, status, passage.text)
    }
    passage.send()
  }

  function note(passage: Passage): void {
    const { route, status, durationMs } = passage
    timerOf(route.id, status).observe(durationMs / 1000)
    parts.onAnswered?.(passage.record())
  }

  function limit(endpoint: Endpoint, caller: Caller, headers: Record<string, string>): void {
    const rate = endpoint.rate ?? 'standard'
    // A page has an allowance of its own, and takes nothing of its partner's; operators have no partner to share one of.
    const owners = endpoint.access === 'key' ? [caller.partnerId, caller.keyId] : [caller.keyId]
    const allowance = parts.limiter.take(owners, rate, caller.limits)
    const burst = rate === 'money' ? caller.limits.moneyBurst : caller.limits.burst
    const perSecond = rate === 'money' ? caller.limits.moneyPerSecond : caller.limits.perSecond
    headers['ratelimit-policy'] = `"${rate}";q=${perSecond};w=1;burst=${burst}`
    headers['ratelimit'] = `"${rate}";r=${allowance.remaining};t=${allowance.retryAfterSeconds || 1}`
    if (!allowance.allowed) throw new Problem('P429', undefined, { retryAfterSeconds: allowance.retryAfterSeconds })
  }

  function authorise(endpoint: Endpoint, caller: Caller): void {
    if (endpoint.access === 'operator') {
      if (endpoint.roles !== undefined && !endpoint.roles.some(role => caller.roles?.includes(role))) {
        throw new Problem('P492', `This call needs one of the roles ${endpoint.roles.join(', ')}.`)
      }
      return
    }
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

function letIn(passage: Passage, verdict: Verdict): void {
  if (typeof verdict === 'string') throw new Problem('P401', `Access Denied. ${verdict}`)
  passage.caller = verdict
}

function callerOf({ caller, path }: Passage): Caller {
  if (caller === undefined) throw new Error(`${path} was not let in`)
  return caller
}

const anybody: Caller = {
  partnerId: '00000000-0000-0000-0000-000000000000',
  keyId: 'open',
  actor: 'open',
  scope: 'read',
  limits: { perSecond: 0, burst: 0, moneyPerSecond: 0, moneyBurst: 0 },
}
