import { z } from 'zod'
import { externalUserId, flag, oneOf, optional, text } from '../kernel/fields.ts'
import { birthDate, country, email, houseNumber, personName, pesel, phone } from '../kernel/identity-fields.ts'
import { rule } from '../kernel/rules.ts'
import { documentTypes } from '../shapes/user.ts'

const addressLine = text(1, 200)
const city = text(1, 100)
const postCode = text(1, 20)
const documentNumber = text(1, 50)
const streetName = text(1, 150)

const isPresent = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** One generation sends an `address`, another a `street` and a `number`, which belong together. */
const requireWholeAddress = (isRequired: boolean) =>
  rule(({ address, street, number }) => {
    if (isPresent(address)) return []
    if (!isPresent(street) && !isPresent(number)) {
      return isRequired ? [{ path: 'address', message: 'should not be empty' }] : []
    }
    if (!isPresent(street)) return [{ path: 'street', message: 'should not be empty' }]
    return isPresent(number) ? [] : [{ path: 'number', message: 'should not be empty' }]
  })

interface Address {
  readonly address?: string | undefined
  readonly street?: string | undefined
  readonly number?: string | undefined
}

/** From here on there is only `address`. */
const joinAddress = ({ address, street, number }: Address): string | undefined =>
  address ?? (street === undefined || number === undefined ? undefined : `${street} ${number}`)

export const kycUserBody = z
  .object({
    externalUserId,
    email,
    phone,
    firstName: personName,
    lastName: personName,
    birthDate: optional(birthDate),
    birthCountry: optional(country),
    pesel: optional(pesel),
    address: optional(addressLine),
    street: optional(streetName),
    number: optional(houseNumber),
    city,
    postCode,
    country,
    citizenship: country,
    nationality: optional(country),
    documentType: optional(oneOf(documentTypes)),
    documentNumber: optional(documentNumber),
    userIdentificationNumber: optional(text(1, 50)),
    hasAcceptedP100Tc: optional(flag),
    hasAcceptedTerms: optional(flag),
  })
  .check(requireWholeAddress(true))
  .transform(({ street, number, address, hasAcceptedP100Tc, hasAcceptedTerms, ...body }) => ({
    ...body,
    address: joinAddress({ address, street, number }) ?? '',
    hasAcceptedTerms: hasAcceptedTerms ?? hasAcceptedP100Tc,
  }))

export const userBody = z.object({
  externalUserId,
  email,
  firstName: personName,
  lastName: personName,
  address: optional(addressLine),
  city: optional(city),
  country: optional(country),
  documentType: optional(oneOf(documentTypes)),
  documentNumber: optional(documentNumber),
  pesel: optional(pesel),
  birthCountry: optional(country),
  birthDate: optional(birthDate),
})

/** Absent fields stay as they are; a field can be changed and not be emptied. */
export const userPatch = z
  .object({
    email: optional(email),
    phone: optional(phone),
    address: optional(addressLine),
    street: optional(streetName),
    number: optional(houseNumber),
    city: optional(city),
    postCode: optional(postCode),
    country: optional(country),
    firstName: optional(personName),
    lastName: optional(personName),
    birthDate: optional(birthDate),
    birthCountry: optional(country),
    pesel: optional(pesel),
    citizenship: optional(country),
    nationality: optional(country),
    documentType: optional(oneOf(documentTypes)),
    documentNumber: optional(documentNumber),
    userIdentificationNumber: optional(text(1, 50)),
  })
  .check(requireWholeAddress(false))
  .transform(({ street, number, address, ...body }) => ({ ...body, address: joinAddress({ address, street, number }) }))
