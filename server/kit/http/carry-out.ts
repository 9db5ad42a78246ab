import { type Endpoint, isMutating } from '@florin/contract/kernel/endpoint.ts'
import { type Kernel, reading, transact } from '../kernel.ts'
import { keepAnswer } from '../work/store.ts'
import { keptRefusalOf, refusalOf } from '../work/verdict.ts'
import type { Origin, Work } from '../work/work.ts'
import { type Call, type Handler, jsonMediaType, TextAnswer } from './call.ts'
import { bodyHashOf, type Claim, claimOrReplay, type KeyedCalls, replayClaimed, type Written } from './keyed.ts'
import { step } from './lockstep.ts'

export interface Reply extends Written {
  readonly type: string
}

const masked = '[masked]'

/** The stored form of an answer: without its secrets. */
function storedText(endpoint: Endpoint, answer: object): string {
  if (endpoint.secrets === undefined) return JSON.stringify(answer)
  const secrets = new Set(endpoint.secrets)
  return JSON.stringify(answer, (name, value: unknown) =>
    secrets.has(name) && typeof value === 'string' ? masked : value,
  )
}

export interface CarryOut {
  readonly kernel: Kernel
  readonly keyed: KeyedCalls
  readonly endpoint: Endpoint
  readonly handler: Handler<Endpoint>
  readonly call: Call<Endpoint>
  readonly key: string | undefined
  readonly path: string
  readonly sent: unknown
}

/** Runs a handler in the way that its kind says, under its idempotency key if there is one. */
export async function carryOut(input: CarryOut): Promise<Reply> {
  const { kernel, endpoint, handler, call } = input
  const origin: Origin = { actor: call.caller.actor, partnerId: call.caller.partnerId, requestId: call.requestId }
  const status = endpoint.status ?? 200
  if (handler.kind === 'read' || !isMutating(endpoint)) {
    const answer =
      handler.kind === 'write'
        ? await transact(kernel, origin, work => handler.run(work, call))
        : await readOnly(handler as Reading, reading(kernel, origin), call)
    return answer instanceof TextAnswer
      ? { status, text: answer.text, type: answer.type, replayed: false }
      : { status, text: JSON.stringify(answer), type: jsonMediaType, replayed: false }
  }
  if (input.key === undefined) return { ...(await execute(input, origin, status, undefined)), type: jsonMediaType }
  const claim: Claim = {
    partnerId: origin.partnerId,
    key: input.key,
    method: endpoint.method,
    path: input.path,
    bodyHash: bodyHashOf(input.sent),
    requestId: call.requestId,
  }
  await step
  const looksFirst = handler.kind === 'act' || handler.kind === 'staged'
  const written = await input.keyed.run(claim, looksFirst, () => execute(input, origin, status, claim))
  return { ...written, type: jsonMediaType }
}

/** Waits only where something has to be waited for. */
const readOnly = (handler: Reading, work: Work | Promise<Work>, call: Call<Endpoint>): ReturnType<Reading['run']> =>
  work instanceof Promise ? work.then(begun => handler.run(begun, call)) : handler.run(work, call)

type Reading = Extract<Handler<Endpoint>, { kind: 'read' }>

async function execute(input: CarryOut, origin: Origin, status: number, claim: Claim | undefined): Promise<Written> {
  const { kernel, endpoint, handler, call } = input
  switch (handler.kind) {
    case 'read':
      throw new Error(`${endpoint.path}: a call that changes something needs another kind of handler`)
    case 'act': {
      const work = await reading(kernel, origin)
      const answer = (await handler.run(work, call)) as object
      const kept = { now: work.now, status, answer: storedText(endpoint, answer) }
      // Another process had the same call at the same time, and its answer is the one that was kept.
      if (claim !== undefined && !(await keepAnswer(kernel.pool, { ...claim, ...kept })))
        return replayClaimed(kernel.pool, claim)
      return { status, text: JSON.stringify(answer), replayed: false }
    }
    case 'write':
      return transact(kernel, origin, work => writeKeyed(work, input, handler.run, status, claim))
    case 'staged': {
      const prepared = await handler.prepare(await reading(kernel, origin), call)
      return transact(kernel, origin, work =>
        writeKeyed(work, input, (own, same) => handler.run(own, same, prepared), status, claim),
      )
    }
    case 'gathered':
      return gather(input, handler, origin, status, claim)
  }
}

async function writeKeyed(
  work: Work,
  { endpoint, call }: CarryOut,
  run: Extract<Handler<Endpoint>, { kind: 'write' }>['run'],
  status: number,
  claim: Claim | undefined,
): Promise<Written> {
  const stored = claim && (await claimOrReplay(work, claim))
  if (stored !== undefined) return stored
  const answer = (await run(work, call)) as object
  if (claim !== undefined)
    await keepAnswer(work.sql, { ...claim, now: work.now, status, answer: storedText(endpoint, answer) })
  return { status, text: JSON.stringify(answer), replayed: false }
}

async function gather(
  { kernel, call }: CarryOut,
  handler: Extract<Handler<Endpoint>, { kind: 'gathered' }>,
  origin: Origin,
  status: number,
  claim: Claim | undefined,
): Promise<Written> {
  const begun = reading(kernel, origin)
  const work = begun instanceof Promise ? await begun : begun
  const { effects, rows, answer } = await handler.run(work, call)
  await step
  const text = JSON.stringify(answer)
  await step
  const outcome = await kernel.gatherer.submit({
    origin,
    now: work.now,
    effects,
    rows,
    ...(claim === undefined
      ? {}
      : {
          keyed: {
            key: claim.key,
            method: claim.method,
            path: claim.path,
            bodyHash: claim.bodyHash,
            status,
            answer: text,
          },
        }),
  })
  if (outcome === 'committed') return { status, text, replayed: false }
  if (outcome === 'claimed' && claim !== undefined) return replayClaimed(kernel.pool, claim)
  const refusal = claim && keptRefusalOf(outcome)
  if (refusal !== undefined) return { status: refusal.status, text: refusal.answer, replayed: false }
  throw refusalOf(outcome)
}
