import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { printRatio } from './kit/load.ts'
import { accountIban, startSepaBench } from './kit/sepa-bank.ts'
import { piecesOf } from './kit/sepa-file.ts'

/*
 * How much memory it takes to fetch, read and book a camt.054 of a hundred thousand payments, against one of a thousand: what
 * is alive on the heap after a full collection, twice a second and after each step, and what the process holds in all.
 */

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const bench = await startSepaBench()

interface Peak {
  aliveMib: number
  residentMib: number
}

/** The most that was held while a file of so many payments was fetched, read and booked. */
async function peakOf(name: string, payments: number): Promise<Peak> {
  const peak: Peak = { aliveMib: 0, residentMib: 0 }
  const look = (): void => {
    peak.residentMib = Math.max(peak.residentMib, process.memoryUsage().rss / 2 ** 20)
    collect()
    peak.aliveMib = Math.max(peak.aliveMib, process.memoryUsage().heapUsed / 2 ** 20)
  }
  const timer = setInterval(look, 500)
  try {
    const pieces = piecesOf({ account: accountIban, owners: bench.owners, name }, payments)
    const file = await bench.fetchFile(name, pieces)
    // A small file may be through before the first half of a second is.
    look()
    await bench.book(file)
    look()
  } finally {
    clearInterval(timer)
  }
  console.log(
    `${payments} payments: ${peak.aliveMib.toFixed(0)} MiB alive, ${peak.residentMib.toFixed(0)} MiB resident at most`,
  )
  return peak
}

const many = Number(process.env['BENCH_MANY'] ?? 100_000)
await peakOf('warm-', 5_000)
const few = await peakOf('few-', 1_000)
const lots = await peakOf('many-', many)
const [count] = await bench.database.query<{ count: number }>(
  `select count(*)::int as count from sepa.deposit where state = 'CREDITED'`,
)
if (count?.count !== many + 6_000) throw new Error(`${count?.count} deposits were credited`)
printRatio('memory alive, 100,000 payments ÷ 1,000', [lots.aliveMib / few.aliveMib], '≤ 1.25', ratio => ratio <= 1.25)
printRatio(
  'memory in all, 100,000 payments ÷ 1,000',
  [lots.residentMib / few.residentMib],
  '≤ 1.5',
  ratio => ratio <= 1.5,
)
await bench.stop()
