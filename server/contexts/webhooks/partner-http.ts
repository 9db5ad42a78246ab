/** A call to a partner's server. */
export interface PartnerCall {
  /** Calls of one channel share connections with one another and with no other channel. */
  readonly channel: string
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** Name, value, name, value … */
  readonly headers: readonly string[]
  readonly body?: string | Buffer
}

/** What came of it. `error` is set exactly where there is no `status`: the partner may read it. */
export interface PartnerAnswer {
  readonly status: number | null
  readonly latencyMs: number
  /** The first kilobyte of the body. */
  readonly answer: string | null
  readonly error: string | null
  /** Nothing was heard in time. */
  readonly isTimeout: boolean
}

/**
 * Partners' servers, reached from ours. `call` may be repeated (receivers know an event by its id), never throws, and
 * answers within 10 s of real time. It follows no redirect and calls no address that partners must not reach through us.
 */
export interface PartnerHttp {
  call(call: PartnerCall): Promise<PartnerAnswer>
  /** Why this URL will never be called, as far as that can be said without asking a name server; undefined: it may be. */
  refusalOf(url: string): string | undefined
}

export const isAccepted = (status: number | null): boolean => status !== null && status >= 200 && status < 300
