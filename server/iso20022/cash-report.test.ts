import { expect, test } from 'vitest'
import {
  type Camt053,
  type Entry,
  MalformedMessage,
  readCamt052Stream,
  readCamt053,
  readCamt053Stream,
  STREAM_LIMITS,
  writeCamt053,
} from './index.ts'

const eur = (units: bigint) => ({ currency: 'EUR', units })

function entryOf(index: number): Entry {
  return {
    amount: eur(BigInt(index + 1)),
    creditDebitIndicator: index % 3 === 0 ? 'DBIT' : 'CRDT',
    status: 'BOOK',
    bookingDate: '2026-03-02',
    accountServicerReference: `S${index}`,
    bankTransactionCode: { domain: { code: 'PMNT', family: 'RCDT', subFamily: 'ESCT' } },
    entryDetails: [{ transactionDetails: [{ endToEndId: `E${index}` }] }],
  }
}

function statementOf(account: string, entries: readonly Entry[]): Camt053['statements'][number] {
  return {
    id: `STMT-${account}`,
    electronicSequenceNumber: 61,
    account: { iban: account, currency: 'EUR' },
    balances: [
      { type: 'OPBD', amount: eur(0n), creditDebitIndicator: 'CRDT', date: '2026-03-02' },
      { type: 'CLBD', amount: eur(42n), creditDebitIndicator: 'DBIT', date: '2026-03-02' },
    ],
    entries,
  }
}

const first = statementOf('DE89370400440532013000', [0, 1, 2].map(entryOf))
const second = statementOf('DE75512108001245126199', [])
const third = statementOf('PL61109010140000071219812874', [entryOf(3)])
const groupHeader = { messageIdentification: 'M1', creationDateTime: '2026-03-02T20:00:00+01:00' }
const message: Camt053 = { groupHeader, statements: [first, second, third] }

test('statements of several accounts come with their own balances, and entries are counted through the message', async () => {
  const seen: string[] = []
  for await (const event of readCamt053Stream(inChunks(writeCamt053(message), 100))) {
    if (event.kind === 'entry') seen.push(`entry ${event.index} ${event.entry.accountServicerReference}`)
    else if (event.kind === 'header') seen.push(`header ${event.header.account.iban} ${event.header.balances.length}`)
    else if (event.kind === 'trailer') seen.push(`trailer ${event.header.account.iban}`)
    else if (event.kind === 'end') seen.push(`end ${event.entries}`)
    else seen.push(event.kind)
  }
  expect(seen).toEqual([
    'groupHeader',
    'header DE89370400440532013000 2',
    'entry 0 S0',
    'entry 1 S1',
    'entry 2 S2',
    'trailer DE89370400440532013000',
    'header DE75512108001245126199 2',
    'trailer DE75512108001245126199',
    'header PL61109010140000071219812874 2',
    'entry 3 S3',
    'trailer PL61109010140000071219812874',
    'end 4',
  ])
})

test('a long statement is read within a bound that holds a few entries, whatever its length', async () => {
  const entries = Array.from({ length: 3000 }, (_, index) => entryOf(index))
  const bytes = writeCamt053({ groupHeader, statements: [statementOf('DE89370400440532013000', entries)] })
  expect(bytes.length).toBeGreaterThan(1_000_000)
  const limits = { ...STREAM_LIMITS, maxHeldLength: 70_000 }
  let read = 0
  for await (const event of readCamt053Stream(inChunks(bytes, bytes.length), limits)) {
    if (event.kind === 'entry') expect(event.entry).toEqual(entries[read++])
  }
  expect(read).toBe(3000)
  expect(() => readCamt053(bytes, limits)).not.toThrow()
})

test('entries are given before the rest of the message has come, and a fault further on takes none of them back', async () => {
  const whole = new TextDecoder().decode(writeCamt053(message))
  const cut = whole.indexOf('S3')
  let asked = 0
  async function* arriving(): AsyncGenerator<Uint8Array> {
    yield utf8(whole.slice(0, cut))
    asked += 1
    yield utf8('<broken')
  }
  const read: number[] = []
  const reading = async () => {
    for await (const event of readCamt053Stream(arriving())) {
      if (event.kind !== 'entry') continue
      expect(asked).toBe(0)
      read.push(event.index)
    }
  }
  await expect(reading()).rejects.toThrow(MalformedMessage)
  expect(read).toEqual([0, 1, 2])
})

test('a message that ends too early, is empty or is another one never ends well', async () => {
  const whole = new TextDecoder().decode(writeCamt053(message))
  const wrong: [RegExp, string][] = [
    [/not well-formed/, whole.slice(0, -10)],
    [/BkToCstmrStmt: missing/, '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>'],
    [/GrpHdr: missing/, whole.replace(/<GrpHdr>.*?<\/GrpHdr>/, '').replace(/<Stmt>.*<\/Stmt>/, '')],
    [/GrpHdr: missing before the first account/, whole.replace(/<GrpHdr>.*?<\/GrpHdr>/, '')],
    [/Stmt: missing/, whole.replace(/<Stmt>.*<\/Stmt>/, '')],
    [/Stmt\/Bal: there fewer than 1 times|Stmt\/Bal: missing/, whole.replaceAll(/<Bal>.*?<\/Bal>/g, '')],
    [/BkToCstmrStmt: there twice/, whole.replace('</Document>', '<BkToCstmrStmt/></Document>')],
    [/attribute Id is not known/, whole.replace('<Document ', '<Document Id="1" ')],
  ]
  for (const [reason, text] of wrong) {
    await expect(drain(readCamt053Stream(inChunks(utf8(text), 50))), String(reason)).rejects.toThrow(reason)
    expect(() => readCamt053(utf8(text)), String(reason)).toThrow(reason)
  }
  await expect(drain(readCamt052Stream(inChunks(utf8(whole), 50)))).rejects.toThrow(/is expected/)
})

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

async function* inChunks(all: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size)
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}
