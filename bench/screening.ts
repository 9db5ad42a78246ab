import { Pool } from 'pg'
import type { ListEntry } from '../server/contexts/screening/entry.ts'
import { writeEntries } from '../server/contexts/screening/entry-store.ts'
import { foldName } from '../server/contexts/screening/fold-name.ts'
import { listScreener } from '../server/contexts/screening/list-screener.ts'
import { startBankProcess, startDatabase } from './kit/bank.ts'
import { printRatio } from './kit/load.ts'

/*
 * Comparing a person with lists of 200,000 names (search, score, evidence) ÷ a bare indexed trigram query for the same
 * name on the same table, in turn: p99 of each.
 */

const names = Number(process.env['BENCH_NAMES'] ?? 200_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const samples = Number(process.env['BENCH_SAMPLES'] ?? 400)

/** Given names are few and shared, last names many: as on the lists. */
const given =
  'Ahmad Ali Anna Aleksandr Andrei Carlos Chen Dmitry Elena Fatima Hassan Hussein Ibrahim Igor Irina Ivan Jan John Jose Juan Katarzyna Khalid Kim Li Luis Maria Mariam Mehmet Michael Mikhail Mohammed Natalia Nikolai Oleg Olga Omar Paul Pedro Pierre Piotr Reza Sergei Sofia Svetlana Tatiana Viktor Vladimir Wang Yusuf Zhang'.split(
    ' ',
  )
const syllables =
  'ab ak al an ar as ba be bo bra che da de do dra el en er fa ga gri ha hin ho ib is ja ka ke kha ko kow ku la le li lo ma me mi mo na ne ni no ov pa pe po ra ri ro sa se sha ski so ta te ti to tor tsch va ve vi vo wi ya za ze zi'.split(
    ' ',
  )

let seed = 42
const below = (bound: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * bound)
}
const pick = (words: readonly string[]): string => words[below(words.length)] ?? ''
const lastName = (): string => Array.from({ length: 2 + below(3) }, () => pick(syllables)).join('')
const fullName = (): string => [pick(given), ...(below(3) === 0 ? [pick(given)] : []), lastName()].join(' ')

const database = await startDatabase()
await (await startBankProcess(database)).stop()
const pool = new Pool({ connectionString: database.embedded.appUrl, max: 1 })
const sql = {
  query: async <R>(text: string, values?: readonly unknown[]) => {
    const { rows, rowCount } = await pool.query(text, values as unknown[])
    return { rows: rows as R[], rowCount }
  },
}
const started = performance.now()
await database.query(`insert into screening.list (code, version) values ('bench', 1)`)
const listed: string[] = []
for (let at = 0; at < names; at += 1_000) {
  const entries = Array.from({ length: Math.min(1_000, names - at) }, (_, index): ListEntry => {
    const text = fullName()
    listed.push(text)
    return {
      entityId: `b${at + index}`,
      topics: ['SANCTION'],
      names: [{ text, strength: 'primary' }],
      births: [String(1940 + below(60))],
      countries: [pick(['RU', 'SY', 'IR', 'KP', 'PL', 'ES'])],
      gender: null,
      documents: [],
      programmes: ['BENCH'],
    }
  })
  await writeEntries(sql, { list: 'bench', number: 1, activeVersion: 0 }, entries)
}
await database.query(`update screening.list set active_version = 1 where code = 'bench'`)
await database.query('vacuum analyze')
console.log(`${names} names written in ${((performance.now() - started) / 1_000).toFixed(0)} s`)

const screener = listScreener(sql)
const bare = (name: string) =>
  sql.query(
    `select entry_id, sound from screening.name where sound operator(screening.%) $1
     order by screening.similarity(sound, $1) desc limit 60`,
    [foldName(name).sound],
  )
const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await act()
  return performance.now() - from
}
const p99 = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0
const p50 = (times: readonly number[]): number => times[Math.floor(times.length / 2)] ?? 0

let found = 0
const ratios: number[] = []
for (let round = 0; round <= rounds; round += 1) {
  const ours: number[] = []
  const plain: number[] = []
  for (let sample = 0; sample < samples; sample += 1) {
    // Half of the people are on the list, with a letter changed; half are nobody.
    const onList = pick(listed)
    const name = sample % 2 === 0 ? onList.replace(/.$/, 'o') : fullName()
    const person = { lastName: name, birthDate: '1970-01-01', countries: ['PL'] }
    plain.push(await timed(() => bare(name)))
    ours.push(
      await timed(async () => {
        if ((await screener.search(person)).length > 0) found += 1
      }),
    )
  }
  // The first round warms both.
  if (round === 0) continue
  const [mine, theirs] = [p99(ours), p99(plain)]
  ratios.push(mine / theirs)
  console.log(
    `round ${round}: screening p99 ${mine.toFixed(1)} ms (p50 ${p50(ours).toFixed(1)}), bare query p99 ${theirs.toFixed(1)} ms (p50 ${p50(plain).toFixed(1)})`,
  )
}
console.log(`${found} of ${(rounds + 1) * samples} people had hits`)
printRatio('screening 200,000 names, p99 ÷ a bare indexed trigram query', ratios, '< 3', ratio => ratio < 3)
await pool.end()
await database.stop()
