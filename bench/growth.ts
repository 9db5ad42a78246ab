import { type BenchDatabase, startBankProcess, startDatabase } from './kit/bank.ts'
import { type Books, openBooks, transferMany } from './kit/books.ts'
import { printRatio } from './kit/load.ts'

/*
 * Whether the ledger's cost grows with its history: transfers a second after 1,000,000 transfers ÷ after 10,000, through
 * the same commit function, without HTTP. Two servers, one of either history, are measured in turn.
 */

const early = 10_000
const late = Number(process.env['BENCH_HISTORY'] ?? 1_000_000)
const measured = 5_000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 10)

async function booksAfter(transfers: number): Promise<{ database: BenchDatabase; books: Books }> {
  const database = await startDatabase()
  // Migrates and stamps; the sealer is not measured here.
  await (await startBankProcess(database)).stop()
  const books = await openBooks(database, 10_000)
  await transferMany(books, transfers)
  await database.query('vacuum analyze')
  return { database, books }
}

const short = await booksAfter(early)
const started = performance.now()
const long = await booksAfter(late)
console.log(`history of ${late} transfers made in ${((performance.now() - started) / 1000).toFixed(0)} s`)

// After a checkpoint the first change of a page is logged whole: both have most of that behind them.
for (const { books } of [short, long]) {
  await transferMany(books, 10 * measured)
}

const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const [before, after] = [await transferMany(short.books, measured), await transferMany(long.books, measured)]
  ratios.push(after / before)
  console.log(`round ${round}: after ${early} ${before.toFixed(0)}/s, after ${late} ${after.toFixed(0)}/s`)
}
printRatio('ledger after 1,000,000 transfers ÷ after 10,000', ratios, '≥ 0.9', ratio => ratio >= 0.9)
for (const { database, books } of [short, long]) {
  await books.end()
  await database.stop()
}
