import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bounds, type Question, type Reply } from './task.ts'

const watchEveryMs = 100
const pageBytes = 4_096

/** What became of a question. */
export type Outcome = Reply | { readonly ended: 'too-slow' | 'too-large' | 'crashed' }

/** One process that reads files, one question at a time. Started when it is first asked, and again after it was ended. */
export class ReadingProcess {
  #child: ChildProcess | undefined
  readonly #timeMs: number

  constructor({ timeMs = bounds.timeMs }: { timeMs?: number } = {}) {
    this.#timeMs = timeMs
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
      const timer = setTimeout(() => done({ ended: 'too-slow' }), this.#timeMs)
      const look = async (): Promise<void> => {
        if ((await residentBytes(child.pid)) > bounds.memoryBytesMax) done({ ended: 'too-large' })
      }
      const watch = setInterval(() => void look(), watchEveryMs)
      child.on('message', onMessage).on('exit', onExit).on('error', onExit)
      child.channel?.ref()
      child.send(question, error => error && done({ ended: 'crashed' }))
    })
  }
}

/** The memory of a process from /proc; 0 where there is none: there the bounds of pixels and time must do. */
async function residentBytes(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return 0
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(text.split(' ')[1] ?? 0) * pageBytes
}
