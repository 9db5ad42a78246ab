import anyAscii from 'any-ascii'

/**
 * Letters that scripts, languages and transliteration systems write in several ways, in the order in which they are
 * replaced. Both sides go through it, so that a merger costs little: Sergey, Sergei, Siergiej; Müller, Mueller; Łukasz,
 * Lukas; Khrushchev, Chruszczow.
 */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/tsch|shch|szcz|tch/g, 'c'],
  [/sch|sh|sz/g, 's'],
  [/zh|rz/g, 'z'],
  [/cz|ch|ts|tz/g, 'c'],
  [/kh|gh/g, 'h'],
  [/ph/g, 'f'],
  [/th|dh/g, 't'],
  [/ck|q/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[jy]/g, 'i'],
  [/ou|oo/g, 'u'],
  [/i([aeou])/g, '$1'],
  [/([aou])e/g, '$1'],
  [/(.)\1+/g, '$1'],
]

export interface FoldedName {
  /** Latin letters without case and accents, its words in the alphabet's order. */
  readonly plain: string
  /** As it sounds, its words in the alphabet's order: what is indexed. */
  readonly sound: string
  readonly words: number
}

const soundOf = (word: string): string => {
  const sound = sounds.reduce((text, [from, to]) => text.replaceAll(from, to), word)
  return sound === '' ? word : sound
}

/**
 * A name of any script as it is compared: in Latin letters, without case, accents, apostrophes and order. Two ways to
 * write the same name differ at most a little.
 */
export function foldName(name: string): FoldedName {
  const words = anyAscii(name.normalize('NFC'))
    .toLowerCase()
    .replaceAll(/['`".’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '')
  return {
    plain: [...words].sort().join(' '),
    sound: words.map(soundOf).sort().join(' '),
    words: words.length,
  }
}
