import type { PersonalData } from '../users/index.ts'
import type { StatedAddress, StatedIdentity } from './identity-reading.ts'

/** What our own checks compare with, beside what a reader is told. */
export interface StatedPerson extends StatedIdentity {
  readonly nationality: string | undefined
  readonly pesel: string | undefined
  readonly documentCountry: string | undefined
}

/** What the partner says of a person, for the checks of an identity. */
export const statedIdentity = (person: PersonalData): StatedPerson => ({
  firstName: person.firstName,
  lastName: person.lastName,
  birthDate: person.birthDate,
  citizenship: person.citizenship,
  nationality: person.nationality,
  pesel: person.pesel,
  documentType: person.documentType,
  documentNumber: person.documentNumber,
  documentCountry: person.documentCountry,
  documentExpiryDate: person.documentExpiryDate,
})

/** The same, for those of an address. */
export const statedAddress = (person: PersonalData, now: Date): StatedAddress => ({
  firstName: person.firstName,
  lastName: person.lastName,
  address: person.address,
  city: person.city,
  postCode: person.postCode,
  today: now.toISOString().slice(0, 10),
})
