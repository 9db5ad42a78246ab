import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bounds, type Question, type Reply } from './task.ts'

const watchEveryMs = 100
const pageBytes = 4_096
/** Linux counts the time of a process in hundredths of a second. */
const tickMs = 10

/** What became of a question. `stalled`: the machine gave it no time. */
export type Outcome = Reply | { readonly ended: 'too-slow' | 'too-large' | 'crashed' | 'stalled' }

/** For one question, in milliseconds: of computing, which is the file's fault, and of waiting, which is not. */
export interface ReadingBounds {
  readonly timeMs?: number
  readonly waitMs?: number
}

/** One process that reads files, one question at a time. Started when it is first asked, and again after it was ended. */
export class ReadingProcess {
  #child: ChildProcess | undefined
  readonly #timeMs: number
  readonly #waitMs: number

  constructor({ timeMs = bounds.timeMs, waitMs = bounds.waitMs }: ReadingBounds = {}) {
    this.#timeMs = timeMs
    this.#waitMs = waitMs
  }

  async ask(question: Question): Promise<Outcome> {
    const child = (this.#child ??= this.#start())
    const outcome = await this.#listen(child, question)
    if ('ended' in outcome) await this.stop()
    return outcome
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.ref()
    child.kill('SIGKILL')
    await gone
  }

  #start(): ChildProcess {
    const child = fork(join(import.meta.dirname, 'child.ts'), [], {
      // No setting of ours, no flag of ours: whoever breaks in finds nothing.
      env: {},
      execArgv: ['--max-old-space-size=768', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // An idle reader keeps nobody alive.
    child.unref()
    child.channel?.unref()
    return child
  }

  #listen(child: ChildProcess, question: Question): Promise<Outcome> {
    return new Promise(resolve => {
      const done = (outcome: Outcome): void => {
        clearTimeout(timer)
        clearInterval(watch)
        child.off('message', onMessage).off('exit', onExit).off('error', onExit)
        child.channel?.unref()
        resolve(outcome)
      }
      const onMessage = (said: unknown): void => done(said as Reply)
      const onExit = (): void => done({ ended: 'crashed' })
      const timer = setTimeout(() => done({ ended: 'stalled' }), this.#waitMs)
      let before: number | undefined
      const look = async (): Promise<void> => {
        const { memoryBytes, computedMs } = await usageOf(child.pid)
        before ??= computedMs
        if (memoryBytes > bounds.memoryBytesMax) done({ ended: 'too-large' })
        else if (computedMs - before > this.#timeMs) done({ ended: 'too-slow' })
      }
      void look()
      const watch = setInterval(() => void look(), watchEveryMs)
      child.on('message', onMessage).on('exit', onExit).on('error', onExit)
      child.channel?.ref()
      child.send(question, error => error && done({ ended: 'crashed' }))
    })
  }
}

/** What a process has used, from /proc; nothing where there is none: there the bounds of pixels and waiting must do. */
async function usageOf(pid: number | undefined): Promise<{ memoryBytes: number; computedMs: number }> {
  if (process.platform !== 'linux' || pid === undefined) return { memoryBytes: 0, computedMs: 0 }
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  const [memory, stat] = [await read('statm'), await read('stat')]
  // Behind the name, which may hold anything, in brackets: user and system time are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    memoryBytes: Number(memory.split(' ')[1] ?? 0) * pageBytes,
    computedMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs,
  }
}
