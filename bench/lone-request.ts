import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio, runLoad, transferArgs } from './kit/load.ts'

/* What sharing commits costs a request that has nobody to share with: one connection, p50 with ÷ without. */

const users = 1_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5)

const database = await startDatabase()
const shared = await startBankProcess(database)
const alone = await startBankProcess(database, { COMMIT_SHARE: '1', ROLES: 'api' })
await liftRateLimits(database)
await openUsers(database, users)

const p50 = ({ url, key }: { url: string; key: string }): number =>
  runLoad({ url, connections: 1, seconds, script: 'transfer', args: transferArgs(key, users) }).p50Ms
p50(shared)
p50(alone)
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [withSharing, without] = [p50(shared), p50(alone)]
  ratios.push(withSharing / without)
  console.log(`round ${round}: p50 ${withSharing.toFixed(2)} ms with sharing, ${without.toFixed(2)} ms without`)
}
printRatio('a lone transfer with sharing ÷ without (p50)', ratios, '≤ 1.1', ratio => ratio <= 1.1)
await alone.stop()
await shared.stop()
await database.stop()
