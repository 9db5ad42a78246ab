import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HistoryEntry } from './history.ts'
import { historyCsv } from './history-csv.ts'

const entry: HistoryEntry = {
  id: '01980000-0000-7000-8000-000000000001',
  type: 'SEPA_DEPOSIT',
  direction: 'IN',
  status: 'COMPLETED',
  amount: '10.00',
  currency: 'eur',
  fee: null,
  feeCurrency: null,
  counterparty: null,
  reference: null,
  balanceAfter: '-5.00',
  createdAt: '2026-03-02T09:30:00.000Z',
  completedAt: null,
}

/** A reader of RFC 4180, written apart from the writer: one state a character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && sign === ',') {
      row.push(cell)
      cell = ''
    } else if (!isQuoted && sign === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else cell += sign
  }
  return rows
}

test('whatever a payer writes, it comes back whole from its one cell, and no cell of it is a formula', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .tuple(
        fc.constantFrom('', 'a;', 'a;;', 'a\n', 'a\t'),
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' =', '＝', '"', ','),
        fc.string(),
      )
      .map(parts => parts.join('')),
  )
  const bare = (text: string): string => text.replaceAll("'", '')
  fc.assert(
    fc.property(hostile, hostile, (counterparty, reference) => {
      const rows = parseCsv(historyCsv([{ ...entry, counterparty, reference }, entry]).text)
      expect(rows.map(row => row.length)).toEqual([13, 13, 13])
      const [named = '', referred = ''] = [rows[1]?.[8], rows[1]?.[9]]
      for (const [cell, text] of [
        [named, counterparty],
        [referred, reference],
      ] as const) {
        expect(bare(cell)).toBe(bare(text))
        // Where a list is separated by semicolons a spreadsheet splits there, and at every line: no quote is at a cell's beginning.
        for (const part of cell.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
      }
    }),
    { numRuns: 500 },
  )
})

test('what others wrote is changed nowhere else', () => {
  const rowOf = (reference: string) => parseCsv(historyCsv([{ ...entry, reference }]).text)[1]?.[9]
  for (const text of ['Rent, "May"', 'a=b', 'a-b; c', "it's 1+1", 'two\nlines']) expect(rowOf(text)).toBe(text)
  expect(rowOf('Rent;=HYPERLINK("http://x")')).toBe(`Rent;'=HYPERLINK("http://x")`)
  expect(rowOf('-5')).toBe("'-5")
})

test('what is null is empty, and a negative balance stays a number', () => {
  const [header, row] = parseCsv(historyCsv([entry]).text)
  expect(header?.[10]).toBe('balanceAfter')
  expect(row).toEqual([
    entry.id,
    'SEPA_DEPOSIT',
    'IN',
    'COMPLETED',
    '10.00',
    'eur',
    '',
    '',
    '',
    '',
    '-5.00',
    entry.createdAt,
    '',
  ])
})
