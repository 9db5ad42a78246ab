import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio, runLoad } from './kit/load.ts'
import { transferRequest, uniformBody } from './kit/transfer-request.ts'

/* What sharing commits costs a request that has nobody to share with: one connection, p50 with ÷ without. */

const users = 1_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5)

const database = await startDatabase()
const shared = await startBankProcess(database)
const alone = await startBankProcess(database, { COMMIT_SHARE: '1', ROLES: 'api' })
await liftRateLimits(database)
await openUsers(database, users)

const p50 = async (bank: { url: string; key: string }): Promise<number> => {
  const load = { url: bank.url, connections: 1, durationMs: seconds * 1000, expect: [201] }
  return (await runLoad({ ...load, request: () => transferRequest(bank.key, uniformBody(users)) })).p50Ms
}
await p50(shared)
await p50(alone)
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [withSharing, without] = [await p50(shared), await p50(alone)]
  ratios.push(withSharing / without)
  console.log(`round ${round}: p50 ${withSharing.toFixed(2)} ms with sharing, ${without.toFixed(2)} ms without`)
}
printRatio('a lone transfer with sharing ÷ without (p50)', ratios, '≤ 1.1', ratio => ratio <= 1.1)
await alone.stop()
await shared.stop()
await database.stop()
