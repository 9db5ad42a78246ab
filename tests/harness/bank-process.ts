import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '../..')
const START_PATIENCE_MS = 120_000
const STOP_PATIENCE_MS = 90_000

/** `node server/main.ts` in a process group of its own, as an init system would run it. */
export interface BankProcess {
  readonly name: string
  readonly pid: number
  /** The partners' URL (empty without the role `api`) once it serves. Throws with its output when it ends before. */
  ready(): Promise<string>
  /** kill -9 of the whole group; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. One that does not end in time is killed, and its code is null. */
  stop(): Promise<number | null>
  /** Whether it has ended, by whatever cause. */
  hasEnded(): boolean
  output(): string
}

export interface BankProcessOptions {
  /** For the name of its log file. */
  readonly name: string
  readonly folder: string
  readonly settings: Readonly<Record<string, string>>
}

/** Ends the group when this process dies without doing so itself: the shell's `read` returns when the pipe closes. */
function watchDog(pid: number): ChildProcess {
  const dog = spawn('/bin/sh', ['-c', 'read -r _; kill -9 "-$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.unref()
  return dog
}

let started = 0

/** Starts a process; only `settings` and PATH are its environment. It writes to a file, so that no full pipe holds it up. */
export function startBankProcess({ name, folder, settings }: BankProcessOptions): BankProcess {
  started += 1
  const file = join(folder, `${name}-${started}.log`)
  const log = openSync(file, 'w')
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: ROOT,
    detached: true,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} could not be started`)
  const group = pid
  const dog = watchDog(group)
  let hasEnded = false
  const ended = new Promise<number | null>(resolve => {
    child.once('exit', code => {
      hasEnded = true
      dog.kill()
      resolve(code)
    })
  })
  const output = (): string => readFileSync(file, 'utf8')

  function signal(kind: NodeJS.Signals): void {
    try {
      process.kill(-group, kind)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }

  return {
    name,
    pid,
    output,
    hasEnded: () => hasEnded,
    async ready() {
      const deadlineMs = performance.now() + START_PATIENCE_MS
      for (;;) {
        const said = /florin is (?:ready on (http:\/\/[^:]+:\d+)|running)/.exec(output())
        if (said !== null) return said[1] ?? ''
        if (hasEnded || performance.now() > deadlineMs) throw new Error(`${name} did not start:\n${output()}`)
        await pause(25)
      }
    },
    async kill() {
      signal('SIGKILL')
      await ended
    },
    async stop() {
      signal('SIGTERM')
      const late = new AbortController()
      const code = await Promise.race([
        ended,
        pause(STOP_PATIENCE_MS, undefined, { signal: late.signal }).catch(() => undefined),
      ])
      late.abort()
      if (code !== undefined) return code
      signal('SIGKILL')
      await ended
      return null
    },
  }
}
