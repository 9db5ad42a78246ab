import { BadCommand, runCommand } from './commands.ts'
import { BadConfig, readConfig } from './config.ts'
import { CannotListen } from './kit/http/port.ts'
import { makeLog } from './kit/log.ts'
import { takeStopSignals } from './stop-signals.ts'

// Before anything is started: what a signal finds half started would run for good.
const signals = takeStopSignals()

/** Parses the settings, then carries out the command of the command line, or starts the roles and stops them in order. */
async function main(): Promise<void> {
  const config = readConfig()
  // Standard output is the command's answer, so its log goes elsewhere.
  const commandLog = makeLog('warn', { write: line => void process.stderr.write(line) })
  const answer = await runCommand(process.argv.slice(2), config, commandLog)
  if (answer !== undefined) return void process.stdout.write(`${JSON.stringify(answer)}\n`)
  const log = makeLog(config.LOG_LEVEL)
  signals.starting(log)
  // Only now: a command needs a third of the code, and is done before all of it would be read.
  const { startFlorin } = await import('./start.ts')
  const running = await startFlorin(config, { log, signal: signals.callOff }).catch((error: unknown) => {
    if (!signals.callOff.aborted) throw error
    process.exit(0)
  })
  signals.running(running.close, log)
  log.info(
    {
      roles: config.ROLES,
      mode: config.MODE,
      clock: config.CLOCK,
      operator: running.operatorUrl,
      metrics: running.metricsUrl,
    },
    running.url === undefined
      ? 'florin is running'
      : `florin is ready on ${running.url}: the documentation is at ${running.url}/docs`,
  )
}

process.on('unhandledRejection', error => {
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`)
  process.exit(1)
})

main().catch((error: unknown) => {
  // A command fails when its database is stopped; the process ends when that is done.
  if (signals.hasCome()) return
  const known = error instanceof BadConfig || error instanceof CannotListen || error instanceof BadCommand
  process.stderr.write(`${known ? (error as Error).message : String((error as Error).stack ?? error)}\n`)
  process.exit(1)
})
