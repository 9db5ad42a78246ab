import type { Log } from './kit/log.ts'
import { leaveEmbedded } from './kit/postgres/embedded.ts'

/** Docker kills after ten seconds: by then a start that was called off has ended, the database's server with it. */
const calledOffPatienceMs = 7_000
/** 128 and the signal's number, as a shell says it. */
const exitCodes: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 }

/** What a signal to stop does at this moment. */
export interface StopSignals {
  /** Aborted by a signal while the server starts. */
  readonly callOff: AbortSignal
  /** Whether the process is ending by a signal. */
  hasCome(): boolean
  /** A server starts: a signal calls that off. Whoever starts it ends the process; one that does not in time is ended. */
  starting(log: Log): void
  /** The server runs: a signal has it closed, and then the process ends. */
  running(close: () => Promise<void>, log: Log): void
}

/**
 * Takes SIGINT and SIGTERM from now on; a second one ends the process at once. Until told otherwise a command is carried
 * out: a signal ends it, and the database's server that it may have started.
 */
export function takeStopSignals(): StopSignals {
  const calledOff = new AbortController()
  let stopping = false
  let stop = (signal: string): void => void leaveEmbedded().finally(() => process.exit(exitCodes[signal] ?? 1))
  const take = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop(signal)
  }
  process.on('SIGINT', take)
  process.on('SIGTERM', take)
  return {
    callOff: calledOff.signal,
    hasCome: () => stopping,
    starting(log) {
      stop = signal => {
        log.info({ signal }, 'Stopping before the start is complete. Once more to stop at once.')
        calledOff.abort()
        setTimeout(() => {
          log.error({}, 'The start did not end in time: the process ends without it')
          void leaveEmbedded().finally(() => process.exit(1))
        }, calledOffPatienceMs).unref()
      }
    },
    running(close, log) {
      stop = signal => {
        log.info({ signal }, 'Stopping: running requests and jobs are finished first. Once more to stop at once.')
        close().then(
          () => process.exit(0),
          error => {
            log.error({ err: error }, 'Stopping failed')
            process.exit(1)
          },
        )
      }
    },
  }
}
