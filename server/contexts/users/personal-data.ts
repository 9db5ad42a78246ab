import type { documentTypes } from '@florin/contract/shapes/user.ts'
import type { Vault } from '../../kit/vault.ts'

/** What is known of a person: sealed as one JSON text under the user's data key. Countries alpha-2, dates YYYY-MM-DD. */
export interface PersonalData {
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly birthDate?: string | undefined
  readonly birthCountry?: string | undefined
  readonly pesel?: string | undefined
  readonly address?: string | undefined
  readonly city?: string | undefined
  readonly postCode?: string | undefined
  readonly country?: string | undefined
  readonly citizenship?: string | undefined
  readonly nationality?: string | undefined
  readonly documentType?: (typeof documentTypes)[number] | undefined
  readonly documentNumber?: string | undefined
  readonly documentCountry?: string | undefined
  readonly documentExpiryDate?: string | undefined
  readonly userIdentificationNumber?: string | undefined
  readonly hasAcceptedTerms?: boolean | undefined
}

/** Keyed fingerprints to search by; null where the field was never given or must not be found any more. */
export interface BlindIndexes {
  readonly email: Buffer | null
  readonly phone: Buffer | null
  readonly lastName: Buffer | null
  readonly document: Buffer | null
  readonly birth: Buffer | null
}

export const noIndexes: BlindIndexes = { email: null, phone: null, lastName: null, document: null, birth: null }

/** Letters without case and accents, so that `Łukasz NOWÁK` and `łukasz nowak` are one. */
const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** How each searchable field is written before its fingerprint is taken. */
export const searchForms = {
  email: (text: string): string => text.trim().toLowerCase(),
  phone: (text: string): string => text.replaceAll(/\D/g, '').replace(/^00/, ''),
  lastName: folded,
  document: (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, ''),
  birth: (date: string): string => date,
}

/** The fingerprints of what is there. `vault` holds their key; partners never share one. */
export function indexPersonalData(vault: Vault, partnerId: string, person: PersonalData): BlindIndexes {
  const { email, phone, lastName, birthDate, documentNumber } = person
  const of = (field: string, text: string | undefined): Buffer | null =>
    text === undefined ? null : vault.blindIndex(partnerId, `user.${field}`, text)
  return {
    email: of('email', email && searchForms.email(email)),
    phone: of('phone', phone && searchForms.phone(phone)),
    lastName: of('lastName', lastName && searchForms.lastName(lastName)),
    document: of('document', documentNumber && searchForms.document(documentNumber)),
    birth: of('birth', birthDate && searchForms.birth(birthDate)),
  }
}

/** The sealed form for `users.user.sealed`. */
export async function sealPersonalData(
  vault: Vault,
  partnerId: string,
  dataKeyId: string,
  person: PersonalData,
): Promise<Buffer> {
  return Buffer.from(await vault.seal(partnerId, dataKeyId, JSON.stringify(person)), 'base64')
}
