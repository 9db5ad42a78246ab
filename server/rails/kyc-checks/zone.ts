import { parse } from 'mrz'
import type { MachineZone } from '../../contexts/kyc/index.ts'

const shapes = [
  { count: 2, length: 44 },
  { count: 2, length: 36 },
  { count: 3, length: 30 },
] as const

/** The fields that are protected by a check digit, by the name of the digit. */
const checkFields: Readonly<Record<string, string>> = {
  documentNumberCheckDigit: 'number',
  birthDateCheckDigit: 'birthDate',
  expirationDateCheckDigit: 'expiryDate',
  personalNumberCheckDigit: 'optional',
  compositeCheckDigit: 'composite',
}

/** Whether lines could be a zone by their number and length. */
export const hasZoneShape = (lines: readonly string[]): boolean =>
  shapes.some(({ count, length }) => lines.length === count && lines.every(line => line.length === length))

/**
 * Reads the lines of a zone. Letters and digits that look alike are put right where the field allows only one kind
 * (a 0 in a name, an O in a date); what then agrees with its check digit was meant so. Undefined: no zone.
 */
export function readZone(lines: readonly string[]): MachineZone | undefined {
  if (!hasZoneShape(lines)) return undefined
  try {
    const { format, fields, details } = parse([...lines], { autocorrect: true })
    const wrongChecks = details.flatMap(({ field, valid }) => (valid ? [] : (checkFields[field ?? ''] ?? [])))
    const at = (name: string): string => (fields as Readonly<Record<string, string | null | undefined>>)[name] ?? ''
    // The parser leaves out a value that its own lists do not know; the characters are there all the same.
    const raw = (name: string): string => {
      const detail = details.find(({ field }) => field === name)
      if (detail === undefined) return ''
      return (lines[detail.line] ?? '').slice(detail.start, detail.end).replaceAll('<', ' ').trim()
    }
    return {
      format,
      lines,
      wrongChecks,
      documentCode: at('documentCode') || raw('documentCode'),
      issuer: at('issuingState') || raw('issuingState'),
      nationality: at('nationality') || raw('nationality'),
      surname: at('lastName') || raw('lastName'),
      givenNames: at('firstName') || raw('firstName'),
      number: at('documentNumber') || raw('documentNumber'),
      birthDate: at('birthDate') || raw('birthDate'),
      expiryDate: at('expirationDate') || raw('expirationDate'),
    }
  } catch {
    return undefined
  }
}
