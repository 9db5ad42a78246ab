import { readCamt054Stream } from '../server/iso20022/index.ts'
import { printRatio } from './kit/load.ts'
import { accountIban, startSepaBench } from './kit/sepa-bank.ts'
import { inChunks, piecesOf } from './kit/sepa-file.ts'

/*
 * Reading and booking 10,000 incoming payments of one camt.054, each to its owner with history, event and postings, durably
 * ÷ a bare streamed parse of the same bytes by the same parser: the mean of one before and one after.
 */

const payments = Number(process.env['BENCH_PAYMENTS'] ?? 10_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)

const bench = await startSepaBench()

async function parse(bytes: Uint8Array): Promise<number> {
  const started = performance.now()
  let entries = 0
  for await (const event of readCamt054Stream(inChunks([bytes]))) if (event.kind === 'entry') entries += 1
  if (entries !== payments) throw new Error(`${entries} entries were read`)
  return performance.now() - started
}

async function book(messageId: string): Promise<number> {
  const started = performance.now()
  await bench.book(messageId)
  return performance.now() - started
}

const ratios: number[] = []
for (let round = 0; round <= rounds; round += 1) {
  const name = `R${round}-`
  const bytes = Buffer.concat([...piecesOf({ account: accountIban, owners: bench.owners, name }, payments)])
  const messageId = await bench.fetchFile(name, [bytes])
  const [before, booked, after] = [await parse(bytes), await book(messageId), await parse(bytes)]
  const parsed = (before + after) / 2
  console.log(
    `${round === 0 ? 'warm-up' : `round ${round}`}: booked in ${booked.toFixed(0)} ms (${((payments * 1_000) / booked).toFixed(0)}/s), parsed in ${parsed.toFixed(0)} ms (${(bytes.length / 2 ** 20).toFixed(1)} MiB)`,
  )
  if (round > 0) ratios.push(booked / parsed)
}
const [count] = await bench.database.query<{ count: number }>(
  `select count(*)::int as count from sepa.deposit where state = 'CREDITED'`,
)
if (count?.count !== payments * (rounds + 1)) throw new Error(`${count?.count} deposits were credited`)
printRatio('parse and book ÷ bare streamed parse', ratios, '≤ 10', ratio => ratio <= 10)
await bench.stop()
