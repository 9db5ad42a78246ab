import { isCreditorReference, referenceLength } from '../users/index.ts'

/** Where digits stand, people and scanners write these letters. */
const digitOf: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' }

/**
 * The creditor references of ours that remittance texts may hold, however they were typed or mangled on their way: case,
 * spaces, line breaks, punctuation in between, other words around, letters for the check digits. Those leave little room
 * for chance: 1 in 97 of what begins with RF, and then it has to be somebody's.
 */
export function findReferences(texts: readonly string[]): string[] {
  const found = new Set<string>()
  for (const text of [...texts, texts.join('')]) {
    const plain = text
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
    for (let at = plain.indexOf('RF'); at !== -1; at = plain.indexOf('RF', at + 1)) {
      const digits = plain.slice(at + 2, at + 4).replaceAll(/[ILO]/g, letter => digitOf[letter] ?? letter)
      const reference = `RF${digits}${plain.slice(at + 4, at + referenceLength)}`
      if (reference.length === referenceLength && isCreditorReference(reference)) found.add(reference)
    }
  }
  return [...found]
}
