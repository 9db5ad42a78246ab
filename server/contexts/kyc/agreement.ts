import anyAscii from 'any-ascii'
import { ratio, token_set_ratio } from 'fuzzball'

/** How two writings of one thing agree: the zone of a document knows Latin capitals only, and cuts off what is long. */

const letters = (text: string): string =>
  anyAscii(text.normalize('NFKC'))
    .toUpperCase()
    .replaceAll(/[^A-Z ]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** ICAO Doc 9303-3, section 6: states may write these in two letters. */
const doubled: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ø: 'oe',
  æ: 'ae',
  ß: 'ss',
  ñ: 'nxx',
}

const widened = (text: string): string =>
  text.toLowerCase().replaceAll(/[äöüåøæßñ]/g, letter => doubled[letter] ?? letter)

/** 0 to 100. Every given name that is on one side only counts for nothing: partners often know one of several. */
export function nameScore(
  stated: { readonly first: string; readonly last: string },
  printed: { readonly givenNames: string; readonly surname: string },
): number {
  const scores = [letters, (text: string) => letters(widened(text))].map(write => {
    const last = ratio(write(stated.last), letters(printed.surname))
    const first = token_set_ratio(write(stated.first), letters(printed.givenNames))
    return Math.min(last, first)
  })
  return Math.max(...scores)
}

interface Named {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/** Whether two people are called so much alike that they may be one: in another spelling, script or order of names. */
export function isSameName(one: Named, other: Named, scoreMin: number): boolean {
  const { firstName: first, lastName: last } = one
  const { firstName: givenNames, lastName: surname } = other
  if (!first || !last || !givenNames || !surname) return false
  const straight = nameScore({ first, last }, { givenNames, surname })
  const swapped = nameScore({ first: last, last: first }, { givenNames, surname })
  return Math.max(straight, swapped) >= scoreMin
}

/** Letters and digits alone, in capitals. */
export const sameNumber = (one: string, other: string): boolean => compact(one) === compact(other)

const compact = (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const words = (text: string): string[] =>
  anyAscii(text.normalize('NFKC'))
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter(word => word.length > 0)

const wordScoreMin = 85

/** Whether at least this part of the words stands in a text, in any order; a word may be misread a little. */
export function hasAllWords(wanted: string, text: string, part: number): boolean {
  const there = new Set(words(text))
  const all = words(wanted)
  const found = all.filter(
    word => there.has(word) || (word.length > 3 && [...there].some(other => ratio(word, other) >= wordScoreMin)),
  )
  return all.length > 0 && found.length >= all.length * part
}
