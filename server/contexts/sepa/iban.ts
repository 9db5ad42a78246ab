import { composeIBAN, countrySpecs, electronicFormatIBAN, isSEPACountry, isValidIBAN, validateIBAN } from 'ibantools'
import { Problem } from '../../kit/problem.ts'

/*
 * IBANs (ISO 13616): country, two check digits (ISO 7064, MOD 97-10), and the country's own account number (BBAN).
 */

/** Ours: where the account numbers lie that we allot. */
export interface IbanRange {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** All of the BBAN before the account number, which then fills the rest with digits. */
  readonly bankCode: string
}

/** Coprime to 10, so that multiplying by it permutes all numbers of so many digits; the shift keeps 0 from being 0. */
const stride = 6_180_339_887n
const shift = 31_415_926_535n

/** Fewer digits would run out. */
const digitsMin = 7

/**
 * The IBAN of an allotment number: another number is another IBAN, and one IBAN says nothing about the next (nor how
 * many customers there are). Number 0 is the pooled account itself. Throws RangeError for a range that has no IBANs:
 * an unknown country, one with check digits inside its account numbers, a bank code that does not fit, no number left.
 */
export function ibanOf({ country, bankCode }: IbanRange, number: bigint): string {
  const length = (countrySpecs[country]?.chars ?? 0) - 4
  const digits = length - bankCode.length
  if (length <= 0 || digits < digitsMin) {
    throw new RangeError(`${country} with bank code "${bankCode}" leaves no room for account numbers`)
  }
  const size = 10n ** BigInt(digits)
  if (number < 0n || number >= size) throw new RangeError(`account number ${number} does not fit into ${digits} digits`)
  const account = ((number * stride + shift) % size).toString().padStart(digits, '0')
  const iban = composeIBAN({ countryCode: country, bban: bankCode + account })
  if (iban === null || !isValidIBAN(iban))
    throw new RangeError(`"${bankCode}${account}" is no account number in ${country}`)
  return iban
}

/** Whether an IBAN in electronic form lies in the range, allotted or not. */
export const isInRange = ({ country, bankCode }: IbanRange, iban: string): boolean =>
  iban.startsWith(country) && iban.startsWith(bankCode, 4)

/** ibantools' codes, in words. */
const faults: Readonly<Record<number, string>> = {
  0: 'is empty',
  1: 'does not begin with a country that has IBANs',
  2: 'does not have the length of its country',
  3: 'does not have the form of its country',
  4: 'has check digits that are no digits',
  5: 'has wrong check digits',
  6: 'has wrong check digits inside the account number',
}

/**
 * An IBAN in electronic form (no spaces, upper case). P480 says what is wrong: length, country, form, check digits, or a
 * country outside SEPA.
 */
export function parseIban(field: string, text: string): string {
  const iban = electronicFormatIBAN(text) ?? ''
  const { valid, errorCodes } = validateIBAN(iban)
  // The country is the cause of what else is wrong then.
  const [first] = [...errorCodes].sort((a, b) => a - b)
  if (!valid) throw invalidIban(field, faults[first ?? 3] ?? 'is not valid')
  if (!isSEPACountry(iban.slice(0, 2))) throw invalidIban(field, 'is of a country outside SEPA')
  return iban
}

export const invalidIban = (field: string, fault: string): Problem => new Problem('P480', `${field} ${fault}.`)
