import { Problem } from '../../kit/problem.ts'
import type { PersonalData } from './personal-data.ts'
import type { User } from './user.ts'

type Field = keyof PersonalData

/** What an identity check establishes: it stays as it was checked. */
const identityFields: ReadonlySet<Field> = new Set([
  'firstName',
  'lastName',
  'birthDate',
  'birthCountry',
  'pesel',
  'citizenship',
  'nationality',
  'documentType',
  'documentNumber',
  'documentCountry',
  'documentExpiryDate',
  'userIdentificationNumber',
] satisfies Field[])

/** Before a verification, and between a rejected one and the next; without KYC nothing is ever checked. */
const isIdentityOpen = (user: User): boolean =>
  user.model === 'no-kyc' || user.stage === 'CREATED' || user.stage === 'REJECTED'

/** The fields that are given and differ from what is known. */
export const changedFields = (known: PersonalData, change: PersonalData): Field[] =>
  (Object.keys(change) as Field[]).filter(field => change[field] !== undefined && change[field] !== known[field])

export const merge = (known: PersonalData, change: PersonalData): PersonalData => ({
  ...known,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
})

/** P403 naming every identity field that would change although the verification has begun. */
export function refuseIdentityChange(user: User, fields: readonly Field[]): void {
  if (isIdentityOpen(user)) return
  const refused = fields.filter(field => identityFields.has(field))
  if (refused.length === 0) return
  const failures = refused.map(path => ({
    path,
    message: `${path} cannot be changed after the verification has begun: verify anew`,
  }))
  throw new Problem('P403', failures.map(failure => failure.message).join(', '), { failures })
}
