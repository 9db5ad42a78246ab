import { z } from 'zod'
import { isCountry } from '../countries.ts'
import { date, text } from './fields.ts'
import { JsonNumber } from './json-number.ts'

/*
 * Fields about people and places. As in `fields.ts`, a message is the end of a sentence whose subject is the path.
 */

const emailShape = /^[^\s@<>()[\],;:"\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i

export const email = text(1, 254).refine(value => emailShape.test(value), { error: 'must be an email' })

/** Digits with an optional +, 6 to 15 of them (E.164 allows 15). */
export const phone = text(1, 20).refine(value => /^\+?\d{6,15}$/.test(value), {
  error: 'must be 6 to 15 digits, with an optional + in front',
})

/** The Polish personal number: 11 digits. A wrong check digit goes to review and is not refused here. */
export const pesel = text(1, 20).refine(value => /^\d{11}$/.test(value), { error: 'must be 11 digits' })

/** ISO 3166-1 alpha-2, in any letter case; output in upper case. Whether the country is served is P431, not P403. */
export const country = z
  .string({ error: 'must be a string' })
  .transform(value => value.trim().toUpperCase())
  .refine(isCountry, { error: 'must be a valid ISO31661 Alpha2 code' })
  .meta({ wire: 'country' })

export const personName = text(1, 100)

/** A house number comes as text or as a JSON number. */
export const houseNumber = z
  .preprocess(value => (value instanceof JsonNumber ? value.source : value), text(1, 20))
  .meta({ wire: 'text-or-number' })

export const birthDate = date
