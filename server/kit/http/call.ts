import type { Answer, Body, Endpoint, OperatorRole, Params, Query, Scope } from '@florin/contract/kernel/endpoint.ts'
import type { Effects, TableRow } from '../work/decision.ts'
import type { Work } from '../work/work.ts'
import type { UploadedFile } from './read-files.ts'

/** Limits of a caller, in requests a second and in a burst. */
export interface RateLimits {
  readonly perSecond: number
  readonly burst: number
  readonly moneyPerSecond: number
  readonly moneyBurst: number
}

/** Who was let in. Contexts add what they know of the partner to `partner`. */
export interface Caller {
  readonly partnerId: string
  /** For the actor, the rate limit and the request log. */
  readonly keyId: string
  readonly actor: string
  readonly scope: Scope
  readonly roles?: readonly OperatorRole[]
  readonly model?: 'kyc' | 'no-kyc'
  readonly limits: RateLimits
}

/** Lets a caller in. A promise only where something has to be looked up. */
export interface Gate {
  admit(credentials: Credentials): Verdict | Promise<Verdict>
}

/** The caller, or which of the documented refusals it gets. */
export type Verdict = Caller | 'xo1' | 'xo2' | 'xo3'

export interface Credentials {
  readonly apiKey: string | undefined
  readonly authorization: string | undefined
  readonly ip: string
  /** Whose calls these are. */
  readonly access?: Endpoint['access']
  /** The same object for all calls that come by one connection. */
  readonly connection: object
}

/** A request as a handler sees it: read, checked, and let in. */
export interface Call<E extends Endpoint> {
  readonly params: Params<E>
  readonly query: Query<E>
  readonly body: Body<E>
  /** Of an endpoint that takes files; else empty. */
  readonly files: readonly UploadedFile[]
  readonly caller: Caller
  readonly requestId: string
  readonly ip: string
  /** The media type that was asked for, one of those that the endpoint offers. */
  readonly accept: string
}

export const jsonMediaType = 'application/json; charset=utf-8'

/** An answer that is text already: in another media type than JSON, or JSON that a handler has written itself. */
export class TextAnswer {
  readonly type: string
  readonly text: string

  constructor(type: string, text: string) {
    this.type = type
    this.text = text
  }
}

/** What a gathered verb decides: effects and rows that join those of other requests, and the answer if they are booked. */
export interface Gathered<E extends Endpoint> {
  readonly effects: readonly Effects[]
  readonly rows: readonly TableRow[]
  readonly answer: Answer<E>
}

type Reply<E extends Endpoint> = Answer<E> | TextAnswer

/**
 * How an endpoint is carried out. `read`: statements alone. `write`: in one transaction, the idempotency row in it.
 * `staged`: as `write`, after something that calls out: it must do no harm if the transaction never comes.
 * `gathered`: its decision shares a call with others. `act`: on its own terms (it calls out, or runs long).
 */
export type Handler<E extends Endpoint> =
  | { readonly kind: 'read'; readonly run: (work: Work, call: Call<E>) => Promise<Reply<E>> }
  | { readonly kind: 'write'; readonly run: (work: Work, call: Call<E>) => Promise<Reply<E>> }
  | {
      readonly kind: 'staged'
      /** Without a transaction: what must be done first, and may be done twice. */
      readonly prepare: (work: Work, call: Call<E>) => Promise<unknown>
      readonly run: (work: Work, call: Call<E>, prepared: unknown) => Promise<Reply<E>>
    }
  | { readonly kind: 'gathered'; readonly run: (work: Work, call: Call<E>) => Promise<Gathered<E>> }
  | { readonly kind: 'act'; readonly run: (work: Work, call: Call<E>) => Promise<Reply<E>> }

/** A handler for each endpoint of a table: a missing one is a type error. */
export type Handlers<T extends Record<string, Endpoint>> = { readonly [K in keyof T]: Handler<T[K]> }

export const read = <E extends Endpoint>(run: (work: Work, call: Call<E>) => Promise<Reply<E>>): Handler<E> => ({
  kind: 'read',
  run,
})
export const write = <E extends Endpoint>(run: (work: Work, call: Call<E>) => Promise<Reply<E>>): Handler<E> => ({
  kind: 'write',
  run,
})
export const staged = <E extends Endpoint, P>(
  prepare: (work: Work, call: Call<E>) => Promise<P>,
  run: (work: Work, call: Call<E>, prepared: P) => Promise<Reply<E>>,
): Handler<E> => ({ kind: 'staged', prepare, run: (work, call, prepared) => run(work, call, prepared as P) })
export const gathered = <E extends Endpoint>(run: (work: Work, call: Call<E>) => Promise<Gathered<E>>): Handler<E> => ({
  kind: 'gathered',
  run,
})
export const act = <E extends Endpoint>(run: (work: Work, call: Call<E>) => Promise<Reply<E>>): Handler<E> => ({
  kind: 'act',
  run,
})
