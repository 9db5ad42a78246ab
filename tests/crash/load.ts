import { setTimeout as pause } from 'node:timers/promises'
import { endpoints } from '@florin/contract/index.ts'
import { bodyExample } from '@florin/contract/openapi/request-examples.ts'
import { Caller, type Deed, type Told } from './caller.ts'

const USERS_AT_FIRST = 16
const CALLERS = 16

export interface LoadParts {
  readonly keys: { readonly kyc: string; readonly noKyc: string }
  /** A seeded number below. */
  readonly random: (below: number) => number
}

/**
 * Callers that go on till told to stop: transfers in all directions, exchanges, new users, verifications, balances.
 * Each asks for its deed until it is told what became of it, and what it was told is kept.
 */
export class Load {
  readonly caller = new Caller()
  readonly told: Told[] = []
  readonly #parts: LoadParts
  readonly #users: string[] = []
  #count = 0
  #going = true
  #granted = 0
  #callers: Promise<unknown> = Promise.resolve()
  #failure: Error | undefined

  constructor(parts: LoadParts) {
    this.#parts = parts
  }

  /** Answers so far. Throws when a caller gave up or was refused what nothing can refuse. */
  get answers(): number {
    if (this.#failure !== undefined) throw this.#failure
    return this.told.length
  }

  /** Lets the callers go on for about so many answers more: what is judged must stay small enough to be judged. */
  grant(answers: number): void {
    this.#granted = this.told.length + answers
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: USERS_AT_FIRST }, () => this.#openUser()))
    this.#callers = Promise.all(Array.from({ length: CALLERS }, () => this.#goOn())).catch((error: Error) => {
      this.#failure = error
    })
  }

  /** Starts nothing more; resolves when every deed is answered. */
  async stop(): Promise<void> {
    this.#going = false
    await this.#callers
    await this.caller.close()
    if (this.#failure !== undefined) throw this.#failure
  }

  async #goOn(): Promise<void> {
    while (this.#going) {
      if (this.told.length >= this.#granted) {
        await pause(10)
        continue
      }
      const chance = this.#parts.random(100)
      if (chance < 62) await this.#pay()
      else if (chance < 74) await this.#openUser()
      else if (chance < 84) await this.#exchange()
      else if (chance < 90) await this.#verify()
      else await this.#look()
    }
  }

  async #do(what: Deed['what'], partner: 'kyc' | 'noKyc', path: string, body: Deed['body']): Promise<Told> {
    this.#count += 1
    const deed = { what, idempotencyKey: `deed-${this.#count}`, apiKey: this.#parts.keys[partner], path, body }
    const told = await this.caller.insist(deed)
    this.told.push(told)
    if (told.status >= 300 && !mayBeRefused(told)) {
      throw new Error(`${what} was refused: ${told.status} ${told.text} ${JSON.stringify(body)}`)
    }
    return told
  }

  async #pay(): Promise<void> {
    const { random } = this.#parts
    const one = this.#anyUser()
    const ends = [
      { destinationExternalUserId: one },
      { destinationExternalUserId: one },
      { sourceExternalUserId: one },
      { sourceExternalUserId: one, destinationExternalUserId: this.#anyUser(one) },
    ][random(4)]
    const amount = (random(300) + 1) / 100
    await this.#do('transfer', 'noKyc', '/v1/transfer', { ...ends, amount: amount.toFixed(2), currency: 'eur' })
  }

  async #openUser(): Promise<void> {
    const externalUserId = `user-${this.#count + 1}`
    const body = { ...(bodyExample('createUser', endpoints.createUser) as object), externalUserId }
    await this.#do('user', 'noKyc', '/v1/user/balances/crypto', body)
    this.#users.push(externalUserId)
  }

  async #verify(): Promise<void> {
    const externalUserId = `verified-${this.#count + 1}`
    const body = { ...(bodyExample('createKycUser', endpoints.createKycUser) as object), externalUserId }
    await this.#do('verified-user', 'kyc', '/v1/user/balances/crypto-and-fiat', body)
    const decision = { externalUserId, decision: 'APPROVED' }
    await this.#do('decision', 'kyc', '/v1/simulate/kyc-decision', decision)
  }

  async #exchange(): Promise<void> {
    // So little that the partner can go on for tens of thousands of them.
    const amount = `${2 + this.#parts.random(3)}.00`
    const pair = { currencyFrom: 'eur', currencyTo: 'btc', amount }
    const query = new URLSearchParams(pair).toString()
    const { lockId } = await this.caller.read(`/v1/partner/exchange/get-lock?${query}`, this.#parts.keys.noKyc)
    await this.#do('exchange', 'noKyc', '/v1/partner/exchange', { ...pair, lockId })
  }

  async #look(): Promise<void> {
    await this.caller.read(`/v1/user/balances/${this.#anyUser()}`, this.#parts.keys.noKyc)
  }

  #anyUser(except?: string): string {
    const others = this.#users.filter(user => user !== except)
    return others[this.#parts.random(others.length)] ?? ''
  }
}

/** Who has too little is refused; a lock may run out while nobody serves. */
const mayBeRefused = ({ deed, text }: Told): boolean =>
  (deed.what === 'transfer' && text.includes('"P433"')) || (deed.what === 'exchange' && text.includes('"P471"'))
