import { type Call, type CallOptions, type CallRequest, type CallText, urlOf } from './call.ts'
import { FlorinConnectionError, type FlorinError, readRefusal } from './errors.ts'
import { mayRetry, pause, waitMs } from './retry.ts'

export interface TransportOptions {
  /** `https://api.example`, with or without a path. */
  readonly baseUrl: string
  /** Headers of every request: who is calling. */
  readonly headers: Readonly<Record<string, string>>
  /** Of each try; 30 000 unless stated. */
  readonly timeoutMs?: number | undefined
  /** Tries after the first; 3 unless stated. */
  readonly retriesMax?: number | undefined
  /** Another `fetch`, for a proxy or certificates of your own. */
  readonly fetch?: typeof fetch | undefined
}

/** fetch writes the content type of a form itself, with its boundary. */
function bodyOf({ body, files }: CallRequest): { body?: string | FormData } {
  if (files === undefined) return body === undefined ? {} : { body: JSON.stringify(body) }
  const form = new FormData()
  for (const [name, given] of Object.entries(files)) {
    for (const file of given instanceof Blob ? [given] : (given ?? [])) form.append(name, file, name)
  }
  return { body: form }
}

type Outcome =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'refused'; readonly error: FlorinError; readonly retryAfter: string | null }
  | { readonly kind: 'unusable'; readonly message: string; readonly cause: unknown; readonly retryAfter: string | null }

/** The two ways to call one server, with time-outs, and tries that are safe to repeat. */
export const transport = (settings: TransportOptions): { call: Call; callText: CallText } => {
  const { baseUrl, headers, timeoutMs = 30_000, retriesMax = 3, fetch: send = fetch } = settings

  const attempt = async (request: CallRequest, init: RequestInit, options: CallOptions): Promise<Outcome> => {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? timeoutMs)
    const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout])
    try {
      const response = await send(urlOf(baseUrl, request), { ...init, signal })
      const text = await response.text()
      if (response.ok) return { kind: 'answer', text }
      const retryAfter = response.headers.get('retry-after')
      const error = readRefusal(response.status, text, response.headers.get('x-request-id') ?? undefined)
      if (error !== undefined) return { kind: 'refused', error, retryAfter }
      return {
        kind: 'unusable',
        message: `unexpected answer with status ${response.status}`,
        cause: undefined,
        retryAfter,
      }
    } catch (cause) {
      options.signal?.throwIfAborted()
      const message = timeout.aborted ? 'no answer in time' : 'the server cannot be reached'
      return { kind: 'unusable', message, cause, retryAfter: null }
    }
  }

  const perform = async (request: CallRequest, accept: string, options: CallOptions = {}): Promise<string> => {
    const key = request.method === 'GET' ? undefined : (options.idempotencyKey ?? crypto.randomUUID())
    const init: RequestInit = {
      method: request.method,
      redirect: 'error',
      headers: {
        accept,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...bodyOf(request),
    }
    for (let tries = 1; ; tries += 1) {
      options.signal?.throwIfAborted()
      const outcome = await attempt(request, init, options)
      if (outcome.kind === 'answer') return outcome.text
      const failure =
        outcome.kind === 'refused' ? outcome.error : new FlorinConnectionError(outcome.message, outcome.cause, key)
      const isFinal = outcome.kind === 'refused' && !mayRetry(outcome.error.status, outcome.error.code)
      const wait = tries > retriesMax || isFinal ? undefined : waitMs(tries, outcome.retryAfter, Math.random())
      if (wait === undefined) throw failure
      await pause(wait, options.signal)
    }
  }

  return {
    call: async <Answer>(request: CallRequest, options?: CallOptions) =>
      JSON.parse(await perform(request, 'application/json', options)) as Answer,
    callText: (request, media, options) => perform(request, media, options),
  }
}
