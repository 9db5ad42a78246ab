import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { liftRateLimits, openUsers, startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio, runLoad } from './kit/load.ts'

/* An authenticated read of balances, always from PostgreSQL, ÷ a bare Fastify answer of the same bytes. */

const users = 10_000
// Many short turns: another machine's load on the host comes and goes by the second, and then bears on both.
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 25)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 1)
const connections = 64

const database = await startDatabase()
const bank = await startBankProcess(database)
await liftRateLimits(database)
await openUsers(database, users)

const sample = await fetch(`${bank.url}/v1/user/bench-1/balances`, { headers: { 'x-api-key': bank.key } })
const body = await sample.text()
if (!sample.ok) throw new Error(body)
const bare = spawn(process.execPath, [join(import.meta.dirname, 'kit/bare-server.ts'), body], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const bareUrl = await new Promise<string>(resolve => bare.stdout.once('data', chunk => resolve(String(chunk).trim())))

const read = (url: string): number =>
  runLoad({ url, connections, seconds, script: 'balances', args: [bank.key, String(users)] }).perSecond
// A server that has run for half a minute is what is measured, of either kind: until then its code is being compiled.
for (let warm = 0; warm < 20; warm += 1) {
  read(bank.url)
  read(bareUrl)
}
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [ours, plain] = [read(bank.url), read(bareUrl)]
  ratios.push(ours / plain)
  console.log(
    `round ${round}: balances ${ours.toFixed(0)}/s, bare ${plain.toFixed(0)}/s (${Buffer.byteLength(body)} bytes)`,
  )
}
printRatio('authenticated balance read ÷ bare Fastify', ratios, '≥ 0.4', ratio => ratio >= 0.4)
bare.kill()
await bank.stop()
await database.stop()
