import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { type Kind, printRatio, runLoad, transferArgs } from './kit/load.ts'

/*
 * Transfers that are refused for want of money, each under a key that keeps the refusal, ÷ those that are booked, in turn
 * on one bank: whoever asks for what it cannot have costs the others no more than anybody else.
 */

const users = 10_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)

const database = await startDatabase()
const bank = await startBankProcess(database)
await liftRateLimits(database)
await openUsers(database, users)

const transfers = (kind: Kind): number => {
  const args = transferArgs(bank.key, users, kind)
  return runLoad({ url: bank.url, connections: 256, seconds, script: 'transfer', args, refused: kind === 'poor' })
    .perSecond
}

// Fills caches and plans, and gives the bank's code time to be compiled.
for (const kind of ['uniform', 'poor', 'uniform', 'poor', 'uniform', 'poor'] as const) transfers(kind)

const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [refused, booked] = [transfers('poor'), transfers('uniform')]
  ratios.push(refused / booked)
  console.log(`round ${round}: ${refused.toFixed(0)}/s refused, ${booked.toFixed(0)}/s booked`)
}
printRatio('refused transfers ÷ booked', ratios, '≥ 1', ratio => ratio >= 1)
await bank.stop()
await database.stop()
