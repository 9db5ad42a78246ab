import { token_set_ratio as setRatio, token_sort_ratio as sortRatio } from 'fuzzball'
import { documentForm, type Gender, type ListEntry, type ListedName } from './entry.ts'
import { type FoldedName, foldName } from './fold-name.ts'

/** Written with every finding: which rules judged. Change it with the weights. */
export const rulesVersion = '2026-11'

/** From this score on (0–100) a person and an entry are a hit that somebody has to look at. */
export const hitScoreMin = 80

/** What is known of a person beside the name tells people of one name apart. Points are added to the name's score. */
const weights = {
  /** The name as it sounds equals, not its letters. */
  soundOnly: -1,
  /** All words of the shorter name stand in the longer one. */
  partOfName: 0.9,
  weakAlias: 0.9,
  birthDate: { same: 5, 'same-year': 3, near: 0, other: -25 },
  country: { shared: 2, other: -6 },
  gender: { same: 0, other: -12 },
  document: { same: 60 },
} as const

/** A person as a check knows it. Dates YYYY-MM-DD, countries alpha-2. */
export interface ScreenedPerson {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly birthDate?: string | undefined
  /** Of citizenship, nationality and birth; not of residence. */
  readonly countries: readonly string[]
  readonly gender?: Gender | undefined
  readonly documentNumber?: string | undefined
}

/** One thing that was compared, and what came of it. */
export interface Evidence {
  readonly kind: 'name' | 'birth-date' | 'country' | 'gender' | 'document'
  readonly verdict: string
  readonly given: string
  readonly listed: string
  /** What it adds to the score; of the name, the score to which the others add. */
  readonly points: number
}

export interface Match {
  /** 0–100. */
  readonly score: number
  readonly matchedName: ListedName
  readonly evidence: readonly Evidence[]
}

export const nameOf = ({ firstName = '', lastName = '' }: ScreenedPerson): string => `${firstName} ${lastName}`.trim()

/** How alike two names are, 0–100, whatever order, case, accents and script they are in. */
export function scoreNames(a: FoldedName, b: FoldedName): number {
  if (a.words === 0 || b.words === 0) return 0
  if (a.plain === b.plain) return 100
  const options = { full_process: false }
  const whole = Math.max(sortRatio(a.plain, b.plain, options), sortRatio(a.sound, b.sound, options) + weights.soundOnly)
  if (Math.min(a.words, b.words) < 2 || a.words === b.words) return whole
  return Math.max(whole, setRatio(a.sound, b.sound, options) * weights.partOfName)
}

/** Compares a person with an entry: the name that fits best, then what tells people of one name apart. */
export function matchEntry(person: ScreenedPerson, entry: ListEntry): Match {
  const given = nameOf(person)
  const folded = foldName(given)
  let best: { name: ListedName; score: number } | undefined
  for (const name of entry.names) {
    const score = scoreNames(folded, foldName(name.text)) * (name.strength === 'weak' ? weights.weakAlias : 1)
    if (best === undefined || score > best.score) best = { name, score }
  }
  if (best === undefined) throw new Error(`the entry ${entry.entityId} has no name`)
  const named: Evidence = {
    kind: 'name',
    verdict: best.name.strength,
    given,
    listed: best.name.text,
    points: Math.round(best.score),
  }
  const evidence = [
    named,
    ...compareBirth(person.birthDate, entry.births),
    ...compareCountries(person.countries, entry.countries),
    ...compareGender(person.gender, entry.gender),
    ...compareDocument(person.documentNumber, entry.documents),
  ]
  const sum = evidence.reduce((total, { points }) => total + points, 0)
  return { score: Math.max(0, Math.min(100, sum)), matchedName: best.name, evidence }
}

type BirthVerdict = keyof typeof weights.birthDate

/** The year may be off by one where the list does not know the day: such years are often reckoned from an age. */
function judgeBirth(given: string, listed: string): BirthVerdict {
  const year = Number(given.slice(0, 4))
  const [from = '', to] = listed.split('/')
  if (to !== undefined) return year >= Number(from) && year <= Number(to) ? 'same-year' : 'other'
  if (from === given) return 'same'
  if (from.length < 10 && given.startsWith(from)) return 'same-year'
  if (from.length === 10 && from.startsWith(String(year)) && isSwapped(given, from)) return 'same-year'
  if (from.length === 4) return Math.abs(Number(from) - year) <= 1 ? 'near' : 'other'
  // The day or the month is mistyped, or 1 January stands for "some day of".
  if (from.startsWith(String(year))) return 'near'
  return 'other'
}

/** Day and month changed places. */
const isSwapped = (a: string, b: string): boolean =>
  a.slice(5, 7) === b.slice(8, 10) && a.slice(8, 10) === b.slice(5, 7)

function compareBirth(given: string | undefined, listed: readonly string[]): Evidence[] {
  if (given === undefined || listed.length === 0) return []
  const order: readonly BirthVerdict[] = ['same', 'same-year', 'near', 'other']
  const verdicts = new Set(listed.map(birth => judgeBirth(given, birth)))
  const verdict = order.find(one => verdicts.has(one)) ?? 'other'
  return [{ kind: 'birth-date', verdict, given, listed: listed.join(', '), points: weights.birthDate[verdict] }]
}

function compareCountries(given: readonly string[], listed: readonly string[]): Evidence[] {
  if (given.length === 0 || listed.length === 0) return []
  const verdict = given.some(country => listed.includes(country)) ? 'shared' : 'other'
  return [
    {
      kind: 'country',
      verdict,
      given: given.join(', '),
      listed: listed.join(', '),
      points: weights.country[verdict],
    },
  ]
}

function compareGender(given: Gender | undefined, listed: Gender | null): Evidence[] {
  if (given === undefined || listed === null) return []
  const verdict = given === listed ? 'same' : 'other'
  return [{ kind: 'gender', verdict, given, listed, points: weights.gender[verdict] }]
}

function compareDocument(given: string | undefined, listed: readonly string[]): Evidence[] {
  const number = given === undefined ? '' : documentForm(given)
  if (!listed.includes(number)) return []
  // Numbers are given again by other countries, so a number alone is evidence, and a name that is far off weighs against it.
  return [{ kind: 'document', verdict: 'same', given: number, listed: number, points: weights.document.same }]
}
