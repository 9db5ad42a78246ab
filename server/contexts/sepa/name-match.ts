import anyAscii from 'any-ascii'
import { distance } from 'fuzzball'

/** As the EPC's Verification of Payee has it: the same name, one that may be meant, another one. */
export type NameVerdict = 'match' | 'close-match' | 'no-match'

/** A person as it was verified. */
export interface HeldName {
  readonly firstName: string
  readonly lastName: string
}

/** Beside a name these are no names (in it they may be: Pan, Y): titles, and what stands between the holders of one account. */
const fillers = new Set(
  'MR MRS MS MISS DR PROF ING MGR HERR FRAU MME MLLE SIG SRA PAN PANI AND OR UND ODER ET OU Y I ORAZ LUB E O EN OF'.split(
    ' ',
  ),
)

const legalForms = new Set(
  'LTD LIMITED LLC INC PLC GMBH AG UG KG SA SAS SARL BV NV AB OY OU AS SIA UAB SPA SRL SP ZOO OO Z O S K J SPJ SPK'.split(
    ' ',
  ),
)

/** Umlauts are written with an E or without anything: Müller, Mueller, Muller are one. */
const folded = (token: string): string => token.replaceAll(/([AOU])E/g, '$1').replaceAll('AA', 'A')

function tokensOf(name: string): string[] {
  return anyAscii(name.normalize('NFC'))
    .toUpperCase()
    .replaceAll(/['`.]/g, '')
    .split(/[^A-Z0-9]+/)
    .filter(token => token !== '')
    .map(folded)
}

/** One typing error, more in long words; short words must be the same. */
function isSimilar(a: string, b: string): boolean {
  if (a === b) return true
  const shorter = Math.min(a.length, b.length)
  if (shorter < 4) return false
  return distance(a, b) <= (shorter >= 8 ? 2 : 1) || isSwapped(a, b)
}

/** Two neighbours changed places. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return at >= 0 && `${a.slice(0, at)}${a[at + 1] ?? ''}${a[at] ?? ''}${a.slice(at + 2)}` === b
}

const isInitialOf = (a: string, b: string): boolean =>
  (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b))

/** Takes from `given` one token for each of `held`; undefined when one has none. */
function takeAll(
  held: readonly string[],
  given: readonly string[],
  same: (a: string, b: string) => boolean,
): readonly string[] | undefined {
  const left = [...given]
  for (const token of held) {
    const at = left.findIndex(other => same(token, other))
    if (at < 0) return undefined
    left.splice(at, 1)
  }
  return left
}

const equal = (a: string, b: string): boolean => a === b

/** More words than that beside the name are no second given names nor the other holder. */
const extrasMax = 3

/**
 * Whether a name that a bank gives (`given`, in any order, with titles, without accents, in any script) is that of a
 * verified person. Match: all of the last name and the first given name are there, letter for letter after transliteration;
 * further given names and further holders may be there too. Close match: typing errors, initials, only the last name,
 * or no name at all. Of two people of one last name with other given names none is the other.
 */
export function comparePersonNames(given: string, held: HeldName): NameVerdict {
  const tokens = tokensOf(given)
  const last = tokensOf(held.lastName)
  const first = tokensOf(held.firstName)
  const called = first.slice(0, 1)
  if (tokens.length === 0 || last.length === 0 || first.length === 0) return 'close-match'
  if (isOneWord(tokens, [...first, ...last])) return 'match'

  const named = takeAll(last, tokens, equal)
  if (named !== undefined) {
    if (named.every(token => fillers.has(token))) return 'close-match'
    const extras = takeAll(called, named, equal)?.filter(token => !fillers.has(token))
    if (extras !== undefined) return extras.length <= extrasMax ? 'match' : 'close-match'
    return first.some(token => named.some(other => isInitialOf(token, other) || isSimilar(token, other)))
      ? 'close-match'
      : 'no-match'
  }
  const nearly = takeAll(last, tokens, isSimilar)
  if (nearly === undefined) return 'no-match'
  return first.some(token => nearly.some(other => isSimilar(token, other))) ? 'close-match' : 'no-match'
}

/** `Anna-Maria Nowak`, `Annamaria Nowak` and `NOWAK ANNA MARIA` without the blanks are one, from wherever it is read. */
function isOneWord(tokens: readonly string[], held: readonly string[]): boolean {
  const wanted = held.join('')
  return tokens.some((_, at) => [...tokens.slice(at), ...tokens.slice(0, at)].join('') === wanted)
}

/** Whether a name that a bank gives is that of a company: legal forms and order aside. */
export function compareCompanyNames(given: string, held: string): NameVerdict {
  const [tokens, wanted] = [given, held].map(name => tokensOf(name).filter(token => !legalForms.has(token)))
  if (!tokens?.length || !wanted?.length) return 'close-match'
  if (takeAll(wanted, tokens, equal)?.length === 0 || isOneWord(tokens, wanted)) return 'match'
  const near = takeAll(wanted, tokens, isSimilar) ?? takeAll(tokens, wanted, isSimilar)
  return near === undefined ? 'no-match' : 'close-match'
}
