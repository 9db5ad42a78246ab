import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio, type Result, runLoad, transferArgs } from './kit/load.ts'
import { prepareBaseline, runBaseline } from './kit/pgbench.ts'

/*
 * Durable transfers over HTTP ÷ plain transactions in the database, in turn on one server. A transfer here is a whole
 * call: key, limits, validation, idempotency row, postings, history, event; sequencer, sealer and delivery run.
 */

const users = 10_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 10)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)

const database = await startDatabase()
await prepareBaseline(database)
const bank = await startBankProcess(database)
await liftRateLimits(database)
await openUsers(database, users)

const transfers = (connections: number, kind: 'uniform' | 'hot' = 'uniform'): Result =>
  runLoad({ url: bank.url, connections, seconds, script: 'transfer', args: transferArgs(bank.key, users, kind) })

// Fills caches and plans, of the bank and of the baseline, and gives the bank's code time to be compiled: a server that
// has run for half a minute is what is measured.
for (const connections of [64, 256, 256, 256, 256]) transfers(connections)
runBaseline(database, 'multi', 3)

const ratios: Record<'at256' | 'at64' | 'hot', number[]> = { at256: [], at64: [], hot: [] }
for (let round = 1; round <= rounds; round += 1) {
  const at256 = transfers(256)
  const plain = runBaseline(database, 'multi', seconds)
  const at64 = transfers(64)
  const plainAgain = runBaseline(database, 'multi', seconds)
  const onHot = transfers(256, 'hot')
  ratios.at256.push(at256.perSecond / plain)
  ratios.at64.push(at64.perSecond / plainAgain)
  ratios.hot.push(onHot.perSecond / at256.perSecond)
  console.log(
    `round ${round}: 256 connections ${at256.perSecond.toFixed(0)}/s (p99 ${at256.p99Ms.toFixed(0)} ms), 64: ${at64.perSecond.toFixed(0)}/s, hot: ${onHot.perSecond.toFixed(0)}/s, plain ${plain.toFixed(0)} and ${plainAgain.toFixed(0)}/s`,
  )
}
printRatio('transfers at 256 connections ÷ plain transactions', ratios.at256, '≥ 2.0', ratio => ratio >= 2)
printRatio('transfers at 64 connections ÷ plain transactions', ratios.at64, '≥ 1.2', ratio => ratio >= 1.2)
printRatio('one hot source ÷ uniform', ratios.hot, '≥ 0.8', ratio => ratio >= 0.8)
await bank.stop()
await database.stop()
