import { startBankProcess, startDatabase } from './kit/bank.ts'
import { openBooks, transferMany } from './kit/books.ts'
import { printRatio } from './kit/load.ts'

/*
 * Whether the ledger's cost grows with its history: transfers a second after 1,000,000 transfers ÷ after 10,000, through
 * the same commit function, without HTTP. Rounds are measured before and after on the same accounts.
 */

const early = 10_000
const late = Number(process.env['BENCH_HISTORY'] ?? 1_000_000)
const measured = 5_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

const database = await startDatabase()
// Migrates and stamps; the sealer is not measured here.
await (await startBankProcess(database)).stop()
const books = await openBooks(database, 10_000)
await transferMany(books, early)
const measure = async (): Promise<number[]> => {
  const rates: number[] = []
  for (let round = 0; round < rounds; round += 1) rates.push(await transferMany(books, measured))
  return rates
}
const before = await measure()
const started = performance.now()
await transferMany(books, late - early)
console.log(`history of ${late} transfers made in ${((performance.now() - started) / 1000).toFixed(0)} s`)
await database.query('vacuum analyze')
const after = await measure()
console.log(
  `after ${early}: ${before.map(rate => rate.toFixed(0)).join(', ')}/s; after ${late}: ${after.map(rate => rate.toFixed(0)).join(', ')}/s`,
)
printRatio(
  'ledger after 1,000,000 transfers ÷ after 10,000',
  after.map((rate, round) => rate / (before[round] ?? rate)),
  '≥ 0.9',
  ratio => ratio >= 0.9,
)
await books.end()
await database.stop()
