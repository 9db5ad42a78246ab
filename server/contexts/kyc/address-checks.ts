import { hasAllWords } from './agreement.ts'
import type { Finding } from './identity-checks.ts'
import type { PaperReading, StatedAddress } from './identity-reading.ts'
import { ruleset } from './ruleset.ts'

/** What was said of who lives where, and the text of the document. */
export interface AddressFacts {
  readonly stated: StatedAddress
  readonly reading: PaperReading
}

export interface AddressCheck {
  readonly name: string
  readonly judge: (facts: AddressFacts) => Finding
}

const textOf = ({ pages }: PaperReading): string => pages.join('\n')

/**
 * Whether the text can be judged. What is in another script is not: names and streets have more than one form in Latin
 * letters, months have words that are not known here, and whatever date is left would decide alone.
 */
function isReadable(reading: PaperReading): boolean {
  const { lettersMin, confidenceMin, latinMin } = ruleset.address
  const text = textOf(reading)
  if (text.replaceAll(/[^\p{L}\p{N}]/gu, '').length < lettersMin) return false
  if (reading.confidence !== null && reading.confidence < confidenceMin) return false
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return (text.match(/\p{Script=Latin}/gu)?.length ?? 0) >= letters * latinMin
}

const months = 'january february march april may june july august september october november december'.split(' ')
const pad = (part: string | number): string => String(part).padStart(2, '0')

/** Days in a text, as YYYY-MM-DD: year first, day first with dots, strokes or slashes, or with an English month. */
export function daysIn(text: string): string[] {
  const found = [
    ...[...text.matchAll(/\b(20\d\d)[-./](\d{1,2})[-./](\d{1,2})\b/g)].map(
      ([, y, m, d]) => `${y}-${pad(m ?? '')}-${pad(d ?? '')}`,
    ),
    ...[...text.matchAll(/\b(\d{1,2})[-./](\d{1,2})[-./](20\d\d)\b/g)].map(
      ([, d, m, y]) => `${y}-${pad(m ?? '')}-${pad(d ?? '')}`,
    ),
    ...[...text.toLowerCase().matchAll(/\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (20\d\d)\b/g)].flatMap(
      ([, d, word, y]) => {
        const month = months.findIndex(name => name.startsWith((word ?? '').slice(0, 3)))
        return month === -1 ? [] : [`${y}-${pad(month + 1)}-${pad(d ?? '')}`]
      },
    ),
  ]
  return found.filter(date => {
    const day = new Date(`${date}T00:00:00.000Z`)
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
  })
}

/** The first day on which a document of today may have been issued. */
function earliestDay(today: string): string {
  const day = new Date(`${today}T00:00:00.000Z`)
  day.setUTCMonth(day.getUTCMonth() - ruleset.address.ageMaxMonths)
  return day.toISOString().slice(0, 10)
}

function judgeDate({ stated: { today }, reading }: AddressFacts): Finding {
  if (!isReadable(reading)) return { reasons: [] }
  // What lies ahead is when a bill is to be paid.
  const issued = daysIn(textOf(reading))
    .filter(date => date <= today)
    .toSorted()
    .at(-1)
  if (issued === undefined) return { reasons: ['ADDRESS_DATE_MISSING'] }
  return { reasons: issued < earliestDay(today) ? ['ADDRESS_TOO_OLD'] : [], evidence: { issued } }
}

/** All checks of a proof of address, each alone. */
export const addressChecks: readonly AddressCheck[] = [
  {
    name: 'address-text',
    judge: ({ reading }) => ({
      reasons: isReadable(reading) ? [] : ['ADDRESS_UNREADABLE'],
      evidence: {
        pages: reading.pages,
        isText: reading.isText,
        confidence: reading.confidence,
        reader: reading.reader,
      },
    }),
  },
  {
    name: 'address-name',
    judge: ({ stated: { firstName = '', lastName = '' }, reading }) => {
      const isThere = hasAllWords(`${firstName} ${lastName}`, textOf(reading), 1)
      return { reasons: isReadable(reading) && !isThere ? ['ADDRESS_NAME_MISMATCH'] : [] }
    },
  },
  {
    name: 'address-place',
    judge: ({ stated: { address = '', city = '' }, reading }) => {
      const isThere = hasAllWords(`${address} ${city}`, textOf(reading), ruleset.address.wordsMin)
      return { reasons: isReadable(reading) && !isThere ? ['ADDRESS_MISMATCH'] : [] }
    },
  },
  { name: 'address-date', judge: judgeDate },
]
