import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { connect } from '../../server/kit/postgres/connect.ts'
import { type BankProcess, startBankProcess } from '../harness/bank-process.ts'
import { childrenOf } from '../harness/children.ts'
import type { Caller } from './caller.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const BACK_PATIENCE_MS = 120_000

export interface SiteParts {
  readonly folder: string
  /** The processes: name → what they are told beside `settings`. */
  readonly processes: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly settings: Readonly<Record<string, string>>
  readonly caller: Caller
  readonly random: (below: number) => number
  /** Undefined while the database has no server. */
  readonly postmasterPid: () => number | undefined
  readonly ownerUrl: () => string
}

const BLOWS = [
  'process',
  'process',
  'process',
  'process while it starts',
  'postmaster',
  'postmaster',
  'backend',
  'both',
] as const
type Blow = (typeof BLOWS)[number]

/** A bank of one or several processes on one database, and what may befall it. */
export class Site {
  /** What was killed, for the record. */
  readonly blows: string[] = []
  readonly #parts: SiteParts
  readonly #living = new Map<string, BankProcess>()

  constructor(parts: SiteParts) {
    this.#parts = parts
  }

  /** Starts all processes at once and waits till they serve. */
  async start(): Promise<void> {
    for (const name of Object.keys(this.#parts.processes)) this.#launch(name)
    await this.#serve()
  }

  /** Kills something at random with -9, brings killed processes back, and waits till all serve. */
  async strike(): Promise<void> {
    const { random } = this.#parts
    const blow: Blow = BLOWS[random(BLOWS.length)] ?? 'process'
    const names = Object.keys(this.#parts.processes)
    const name = names[random(names.length)] ?? ''
    if (blow === 'postmaster' || blow === 'both') this.#killPostmaster()
    if (blow === 'backend') this.#killBackend()
    if (blow !== 'postmaster' && blow !== 'backend') await this.#replace(name)
    if (blow === 'process while it starts') {
      await pause(random(2_500))
      await this.#replace(name)
    }
    await this.#serve()
  }

  /** Reads or writes the database as its owner; while it is away it is waited for. */
  async onDatabase<T>(act: (pool: Pool) => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + BACK_PATIENCE_MS
    for (;;) {
      const pool = connect({
        url: this.#parts.ownerUrl(),
        applicationName: 'judge',
        log: silent,
        statementTimeoutMs: 120_000,
      })
      try {
        await pool.query('select')
        return await act(pool)
      } catch (error) {
        if (performance.now() > deadlineMs) throw error
        await pause(100)
      } finally {
        await pool.end()
      }
    }
  }

  /** Stops every process in order; what did not end well comes back by name with its output. */
  async stop(): Promise<string[]> {
    const unwell: string[] = []
    for (const process of this.#living.values()) {
      const code = await process.stop()
      if (code !== 0) unwell.push(`${process.name} ended with ${code}:\n${process.output()}`)
    }
    this.#living.clear()
    return unwell
  }

  /** Ends whatever processes are left, at once. */
  async clear(): Promise<void> {
    for (const process of this.#living.values()) await process.kill()
  }

  #launch(name: string): void {
    const { folder, settings, processes } = this.#parts
    this.#living.set(name, startBankProcess({ name, folder, settings: { ...settings, ...processes[name] } }))
  }

  async #replace(name: string): Promise<void> {
    const process = this.#living.get(name)
    // One that ended by itself is a fault that a restart must not hide.
    if (process?.hasEnded() === true) throw new Error(`${name} ended by itself:\n${process.output()}`)
    await process?.kill()
    this.blows.push(name)
    this.#launch(name)
  }

  async #serve(): Promise<void> {
    const urls = await Promise.all([...this.#living.values()].map(process => process.ready()))
    this.#parts.caller.urls = urls.filter(url => url !== '')
    for (const process of this.#living.values()) {
      if (process.hasEnded()) throw new Error(`${process.name} ended by itself:\n${process.output()}`)
    }
  }

  #killPostmaster(): void {
    const pid = this.#parts.postmasterPid()
    if (pid === undefined) return
    kill(pid)
    this.blows.push('postmaster')
  }

  #killBackend(): void {
    const children = childrenOf(this.#parts.postmasterPid() ?? 0)
    const child = children[this.#parts.random(children.length)]
    if (child === undefined) return
    kill(child)
    this.blows.push('backend')
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
