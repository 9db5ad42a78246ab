import { randomKey } from '../../kit/ids.ts'

// Letters only: then the check digits notice every wrong letter and every two that changed places, which they do not where
// a digit stands for a letter or next to one. No vowels: no words, and no O or I that looks like a digit.
const letters = 'BCDFGHJKLMNPQRSTVWXYZ'

/** 13 of 21 letters are 57 bits: a million references collide with a chance of 1 in 300,000, and the unique index tells. */
const length = 13

/** Of a whole reference: RF, two check digits, and the body. */
export const referenceLength: number = 4 + length

/** Letters count as 10 to 35 (ISO 7064). */
const mod97 = (text: string): number =>
  [...text].reduce((rest, sign) => {
    const value = Number.parseInt(sign, 36)
    return (rest * (value > 9 ? 100 : 10) + value) % 97
  }, 0)

/** `RF`, two check digits (ISO 7064, mod 97-10) and the body: a structured creditor reference of ISO 11649. */
export const creditorReference = (body: string): string => {
  const check = 98 - mod97(`${body}RF00`)
  return `RF${String(check).padStart(2, '0')}${body}`
}

/** Whether the text is a creditor reference with right check digits; spaces and case do not matter. */
export function isCreditorReference(text: string): boolean {
  const plain = text.replaceAll(/\s/g, '').toUpperCase()
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(plain) && mod97(plain.slice(4) + plain.slice(0, 4)) === 1
}

/** A new reference for deposits, which nobody can guess from another. */
export const makeReference = (): string =>
  creditorReference([...randomKey(length)].map(byte => letters[byte % letters.length] ?? 'B').join(''))
