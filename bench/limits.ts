import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio, runLoad, transferArgs } from './kit/load.ts'

/*
 * Transfers of users who bear limits ÷ those of users who bear none, in turn on one bank: what it costs that each is
 * counted against a day and a month in the call that books it.
 */

const users = 10_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 10)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)
const kycKey = 'sk_test_bench_kyc_0123456789abcdef0123456789abcdef'

const database = await startDatabase()
const bank = await startBankProcess(database, { DEMO_API_KEY: kycKey })
await liftRateLimits(database)
await openUsers(database, users)
await openUsers(database, users, 'kyc')

const transfers = (key: string): number =>
  runLoad({ url: bank.url, connections: 256, seconds, script: 'transfer', args: transferArgs(key, users) }).perSecond

// Fills caches and plans, and gives the bank's code time to be compiled.
for (const key of [bank.key, kycKey, bank.key, kycKey, bank.key, kycKey]) transfers(key)

const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [limited, free] = [transfers(kycKey), transfers(bank.key)]
  ratios.push(limited / free)
  console.log(`round ${round}: ${limited.toFixed(0)}/s with limits, ${free.toFixed(0)}/s without`)
}
const [counted] = await database.query<{ count: number; sum: string }>(
  'select count(*)::int as count, coalesce(sum(month_cents), 0)::text as sum from limits.counter',
)
const [booked] = await database.query<{ sum: string }>(
  `select coalesce(sum(t.units), 0)::text as sum from transfers.transfer t join partners.partner p on p.id = t.partner_id where p.model = 'kyc'`,
)
if (counted === undefined || counted.count === 0 || counted.sum !== booked?.sum) {
  throw new Error(`${counted?.sum} cents were counted, ${booked?.sum} booked`)
}
printRatio('transfers with limits ÷ without', ratios, '≥ 0.85', ratio => ratio >= 0.85)
await bank.stop()
await database.stop()
