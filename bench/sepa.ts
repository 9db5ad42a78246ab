import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../server/config.ts'
import { ibanOf } from '../server/contexts/sepa/iban.ts'
import { readMessage } from '../server/contexts/sepa/read-message.ts'
import { receiveMessages } from '../server/contexts/sepa/receive-messages.ts'
import { type Entry, readCamt054Stream, writeCamt054 } from '../server/iso20022/index.ts'
import { startFlorin } from '../server/start.ts'
import { startDatabase } from './kit/bank.ts'
import { printRatio } from './kit/load.ts'

/*
 * Reading and booking 10,000 incoming payments of one camt.054, each to its owner with history, event and postings, durably
 * ÷ a bare streamed parse of the same bytes by the same parser, in turn. Then how much memory a hundred times as many need.
 */

const payments = Number(process.env['BENCH_PAYMENTS'] ?? 10_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const many = Number(process.env['BENCH_MANY'] ?? 100_000)
const users = 200

const database = await startDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'florin-bench-data-'))
const key = 'sk_test_bench_0123456789abcdef0123456789abcdef'
const quiet = { info: () => undefined, warn: () => undefined, error: console.error }
const start = (ROLES: string) =>
  startFlorin(
    readConfig({
      ROLES,
      PORT: '0',
      OPERATOR_PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: database.embedded.appUrl,
      DATABASE_OWNER_URL: database.embedded.ownerUrl,
      DATA_DIR: dataDir,
      DEMO_API_KEY: key,
    }),
    { log: quiet },
  )

const whole = await start('api,worker,simulators')
await database.query(
  `update partners.partner set settings = settings || '{"limits":{"perSecond":1e6,"burst":1e6,"moneyPerSecond":1e6,"moneyBurst":1e6}}'`,
)
await database.query('update partners.generation set number = number + 1')
await pause(1_500)

async function call(method: string, path: string, body?: unknown): Promise<Record<string, string>> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  const answer = await fetch(`${whole.url}${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Record<string, string>
}

async function openUser(externalUserId: string): Promise<{ iban: string; title: string }> {
  const address = { address: 'Prosta 1', city: 'Warszawa', postCode: '00-001', country: 'PL', citizenship: 'PL' }
  const person = { email: 'a@example.com', phone: '48500600700', firstName: 'Anna', lastName: 'Nowak', ...address }
  await call('POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
  await call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  for (;;) {
    const { iban = '', title = '' } = await call('GET', `/v1/sepa-deposit/info/${externalUserId}`).catch(
      (): Record<string, string> => ({}),
    )
    if (iban.startsWith('LT')) return { iban, title }
    await pause(20)
  }
}

const owners: { iban: string; title: string }[] = []
for (let number = 0; number < users; number += 1) owners.push(await openUser(`bench-${number}`))
await whole.close()

/** Reads alone, and what is measured is nobody else's work. */
const alone = await start('api')
const { kernel } = alone.resources
const range = { country: 'LT', bankCode: '99999' }
const accountIban = ibanOf(range, 0n)
const institution = { ...range, accountIban, bic: 'FLRNLT20XXX', holder: 'Florin UAB', address: 'Gedimino pr. 1' }
const deps = { institution, patience: { days: 10 } }
const day = new Date().toISOString().slice(0, 10)
const bankTransactionCode = { domain: { code: 'PMNT', family: 'RCDT', subFamily: 'ESCT' } }

/** Every other one names its owner's reference, the rest only its IBAN. */
function entryOf(file: string, index: number): Entry {
  const owner = owners[index % users]
  const amount = { currency: 'EUR', units: BigInt(100 + (index % 5_000)) }
  const reference = `${file}${index}`
  return {
    amount,
    creditDebitIndicator: 'CRDT',
    status: 'BOOK',
    bookingDate: day,
    valueDate: day,
    accountServicerReference: reference,
    bankTransactionCode,
    entryDetails: [
      {
        transactionDetails: [
          {
            accountServicerReference: reference,
            endToEndId: `E2E-${reference}`,
            amount,
            creditDebitIndicator: 'CRDT',
            debtor: { name: 'Anna Nowak' },
            debtorAccount: { iban: 'PL61109010140000071219812874' },
            creditorAccount: { iban: owner?.iban ?? '' },
            remittanceInformation: { unstructured: [index % 2 === 0 ? `Savings ${owner?.title}` : 'Salary March'] },
          },
        ],
      },
    ],
  }
}

const fileOf = (file: string, from: number, count: number): Uint8Array =>
  writeCamt054({
    groupHeader: { messageIdentification: file, creationDateTime: new Date().toISOString() },
    notifications: [
      {
        id: file,
        account: { iban: accountIban },
        entries: Array.from({ length: count }, (_, index) => entryOf(file, from + index)),
      },
    ],
  })

/** A file of any length, a thousand entries in memory at a time. */
function* piecesOf(file: string, count: number): Generator<Uint8Array> {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
  const first = text(fileOf(file, 0, 1))
  const [head, tail] = [first.slice(0, first.indexOf('<Ntry>')), first.slice(first.lastIndexOf('</Ntry>') + 7)]
  yield Buffer.from(head)
  for (let from = 0; from < count; from += 1_000) {
    const part = text(fileOf(file, from, Math.min(1_000, count - from)))
    yield Buffer.from(part.slice(part.indexOf('<Ntry>'), part.lastIndexOf('</Ntry>') + 7))
  }
  yield Buffer.from(tail)
}

async function* inChunks(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) for (let at = 0; at < piece.length; at += 65_536) yield piece.subarray(at, at + 65_536)
}

/** Fetches the file as from a bank; the id under which it waits to be read. */
async function fetchFile(file: string, pieces: Iterable<Uint8Array>): Promise<string> {
  const arrivals = [{ id: file }]
  await receiveMessages(kernel, {
    listArrivals: () => Promise.resolve(arrivals),
    openArrival: () => inChunks(pieces),
    confirmArrival: () => Promise.resolve(),
    sendMessage: () => Promise.reject(new Error('nothing is sent')),
    askInstant: () => Promise.reject(new Error('nothing is asked')),
    verifyPayee: () => Promise.reject(new Error('nothing is asked')),
    listInstantBanks: () => Promise.resolve([]),
  })
  const [message] = await database.query<{ id: string }>('select id from sepa.message where bank_id = $1', [file])
  return message?.id ?? ''
}

async function parse(bytes: Uint8Array): Promise<number> {
  const started = performance.now()
  let entries = 0
  for await (const event of readCamt054Stream(inChunks([bytes]))) if (event.kind === 'entry') entries += 1
  if (entries !== payments) throw new Error(`${entries} entries were read`)
  return performance.now() - started
}

async function book(file: string, bytes: Uint8Array): Promise<number> {
  const messageId = await fetchFile(file, [bytes])
  const started = performance.now()
  await readMessage(kernel, deps, messageId)
  return performance.now() - started
}

/** The most that the heap held, looked at all the while. */
async function peakHeap(work: () => Promise<unknown>): Promise<number> {
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 20)
  await work().finally(() => clearInterval(look))
  return peak / 2 ** 20
}

const warm = fileOf('W', 0, payments)
await parse(warm)
await book('W', warm)
const ratios: number[] = []
for (let round = 1; round <= rounds; round += 1) {
  const bytes = fileOf(`R${round}-`, 0, payments)
  const [parsed, booked] = [await parse(bytes), await book(`R${round}-`, bytes)]
  ratios.push(booked / parsed)
  console.log(
    `round ${round}: booked in ${booked.toFixed(0)} ms (${((payments * 1_000) / booked).toFixed(0)}/s), parsed in ${parsed.toFixed(0)} ms (${(bytes.length / 2 ** 20).toFixed(1)} MiB)`,
  )
}
const [count] = await database.query<{ count: number }>(
  `select count(*)::int as count from sepa.deposit where state = 'CREDITED'`,
)
if (count?.count !== payments * (rounds + 1)) throw new Error(`${count?.count} deposits were credited`)
printRatio('parse and book ÷ bare streamed parse', ratios, '≤ 10', ratio => ratio <= 10)

if (many > 0) {
  const few = await fetchFile('few-', piecesOf('few-', 1_000))
  const fewPeak = await peakHeap(() => readMessage(kernel, deps, few))
  const lots = await fetchFile('many-', piecesOf('many-', many))
  const manyPeak = await peakHeap(() => readMessage(kernel, deps, lots))
  console.log(`peak heap: ${fewPeak.toFixed(0)} MiB for 1,000 payments, ${manyPeak.toFixed(0)} MiB for ${many}`)
  printRatio('memory for 100,000 payments ÷ for 1,000', [manyPeak / fewPeak], '≤ 1.5', ratio => ratio <= 1.5)
}
await alone.close()
await database.stop()
rmSync(dataDir, { recursive: true, force: true })
