import anyAscii from 'any-ascii'

/** A text fit for the EPC's schemes (`changed`: not letter for letter what came in), or why there is none. */
export type EpcText =
  | { readonly ok: true; readonly text: string; readonly changed: boolean }
  | { readonly ok: false; readonly reason: string }

/** How long a text may be in the EPC's schemes, in characters (the ISO schemas allow names of 140). */
export const EPC_MAX_LENGTH = { name: 70, remittance: 140, id: 35 } as const

/** The EPC's basic Latin set (EPC217-08, 1.1), and nothing else. */
const ALLOWED = /^[a-zA-Z0-9/\-?:().,'+ ]*$/

/**
 * ASCII outside the set, as the conversion table of EPC217-08 has it. The quotation mark is not in the table: an
 * apostrophe reads best. `&` is `+` by the best practices of the same document.
 */
const ASCII_REPLACEMENTS: Readonly<Record<string, string>> = {
  '!': '.',
  '"': "'",
  '#': '.',
  $: '.',
  '%': '.',
  '&': '+',
  '*': '.',
  ';': ',',
  '<': '.',
  '=': '.',
  '>': '.',
  '@': '.',
  '[': '(',
  '\\': '/',
  ']': ')',
  '^': '.',
  _: '-',
  '`': "'",
  '{': '(',
  '|': '/',
  '}': ')',
  '~': '-',
}

export function isEpcText(text: string): boolean {
  return ALLOWED.test(text)
}

/**
 * Makes a text fit for a SEPA message.
 *
 * Kept: the EPC's set. Transliterated: letters and digits of every script by any-ascii (é e, ß ss, Ж Zh, 中 Zhong), signs
 * by the EPC's table, any white space to one blank each, invisible format characters to nothing; blanks at the ends go.
 * Refused: control and private characters, half characters, emoji, what has no Latin form, nothing at all, and more
 * than `maxLength` characters afterwards (nothing is ever cut off).
 */
export function toEpcText(raw: string, maxLength: number): EpcText {
  let text = ''
  for (const character of raw.normalize('NFC')) {
    const latin = latinOf(character)
    if (latin === undefined) return { ok: false, reason: `${nameOf(character)} cannot be sent in a SEPA payment` }
    text += latin
  }
  text = text.trim()
  if (text === '') return { ok: false, reason: 'the text is empty' }
  if (text.length > maxLength) {
    return { ok: false, reason: `${text.length} characters as sent, at most ${maxLength} are allowed` }
  }
  return { ok: true, text, changed: text !== raw }
}

/**
 * What the EPC's implementation guidelines have against an identification or reference: it is never transliterated, for it
 * must come back as it went. Undefined: nothing.
 */
export function epcIdFault(id: string): string | undefined {
  if (id === '') return 'the identification is empty'
  if (id.length > EPC_MAX_LENGTH.id) return `longer than ${EPC_MAX_LENGTH.id} characters`
  if (!isEpcText(id)) return 'a character outside the EPC character set'
  if (id.startsWith('/') || id.endsWith('/') || id.includes('//')) {
    return 'a slash at an end, or two of them together'
  }
  return undefined
}

function latinOf(character: string): string | undefined {
  if (ALLOWED.test(character)) return character
  if (/\s/u.test(character)) return ' '
  if (/[\p{Cc}\p{Co}\p{Cs}\p{Cn}]/u.test(character)) return undefined
  if (/\p{Cf}/u.test(character)) return ''
  const ascii = anyAscii(character)
  // A mark that has no letter of its own changes none; emoji come as :their_name:.
  if (ascii === '') return /\p{M}/u.test(character) ? '' : undefined
  if (/^:.+:$/.test(ascii)) return undefined
  return [...ascii].map(each => ASCII_REPLACEMENTS[each] ?? each).join('')
}

function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{C}\p{Z}]/u.test(character) ? `the character ${code}` : `the character "${character}" (${code})`
}
