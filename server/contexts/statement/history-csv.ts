import type { HistoryEntry } from './history.ts'

const columns = [
  'id',
  'type',
  'direction',
  'status',
  'amount',
  'currency',
  'fee',
  'feeCurrency',
  'counterparty',
  'reference',
  'balanceAfter',
  'createdAt',
  'completedAt',
] as const satisfies readonly (keyof HistoryEntry)[]

/** What others wrote; all else is ours and harmless (a negative balance must stay a number). */
const foreign: ReadonlySet<string> = new Set(['counterparty', 'reference'])

/**
 * A spreadsheet runs a cell that begins so as a formula; the apostrophe makes it text (OWASP, CSV injection). Where lists are
 * separated by semicolons, as in Poland, it splits at these and at every line instead, so each part may begin a cell.
 */
const disarm = (text: string): string =>
  text.replaceAll(/(?:^|(?<=[;\t\r\n]))(?=\s*[=+\-@＝＋－＠])|^(?=\s*[\t\r\n])/g, "'")

/** RFC 4180, section 2: quoted where needed, quotes doubled. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const csvMediaType = 'text/csv; charset=utf-8; header=present'

/** Entries as CSV (RFC 4180) with a header line; what is null is empty. */
export function historyCsv(entries: readonly HistoryEntry[]): { type: string; text: string } {
  const lines = entries.map(entry =>
    columns.map(name => {
      const text = entry[name] ?? ''
      return cell(foreign.has(name) ? disarm(text) : text)
    }),
  )
  return { type: csvMediaType, text: [columns, ...lines].map(cells => `${cells.join(',')}\r\n`).join('') }
}
