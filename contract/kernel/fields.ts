import { z } from 'zod'
import { decimalTextOf, JsonNumber } from './json-number.ts'

/*
 * The building blocks of every schema. Inputs arrive from the JSON reader with numbers as `JsonNumber`, so no field
 * here is a plain `z.number()`: a number field says `integer()`, `amount` or `wireNumber`.
 * Messages are the end of a sentence whose subject is the field's path: "amount" + " must be positive".
 */

const plainDecimal = /^\d+(\.\d+)?$/

const readDecimal = (value: unknown): { text: string } | { rule: string } => {
  if (value instanceof JsonNumber) return decimalTextOf(value.source)
  if (typeof value !== 'string') return { rule: 'must be a decimal number or a string of one' }
  const text = value.trim()
  if (text.length > 60) return { rule: 'must have at most 60 characters' }
  if (/^-\d+(\.\d+)?$/.test(text)) return { text }
  return plainDecimal.test(text) ? { text } : { rule: 'must be a plain decimal number, without exponent or separators' }
}

/** An amount, as number or string: output is plain decimal text, positive. Decimals are checked against its currency by `checkDecimals`. */
export const amount = z
  .unknown()
  .transform((value, context): string => {
    if (value === undefined || value === null || value === '') {
      context.addIssue({ code: 'custom', message: 'should not be empty' })
      return z.NEVER
    }
    const read = readDecimal(value)
    if ('rule' in read) {
      context.addIssue({ code: 'custom', message: read.rule })
      return z.NEVER
    }
    if (read.text.startsWith('-') || !/[1-9]/.test(read.text)) {
      context.addIssue({ code: 'custom', message: 'must be a positive number' })
      return z.NEVER
    }
    return read.text
  })
  .meta({ wire: 'amount' })

/** A decimal that may be zero (limits, prices). Output: plain decimal text. */
export const decimal = z
  .unknown()
  .transform((value, context): string => {
    const read = value === undefined || value === null ? { rule: 'should not be empty' } : readDecimal(value)
    if ('rule' in read || read.text.startsWith('-')) {
      context.addIssue({ code: 'custom', message: 'rule' in read ? read.rule : 'must not be negative' })
      return z.NEVER
    }
    return read.text
  })
  .meta({ wire: 'decimal' })

/** A whole number within bounds, as JSON number or digits. Output: a number. */
export const integer = (min: number, max: number) =>
  z
    .unknown()
    .transform((value, context): number => {
      const source = value instanceof JsonNumber ? value.source : value
      if (typeof source !== 'string' || !/^-?\d{1,16}$/.test(source)) {
        context.addIssue({ code: 'custom', message: 'must be an integer number' })
        return z.NEVER
      }
      const read = Number(source)
      if (read < min || read > max) {
        context.addIssue({ code: 'custom', message: `must be between ${min} and ${max}` })
        return z.NEVER
      }
      return read
    })
    .meta({ wire: 'integer', minimum: min, maximum: max })

/** A number of an answer, written as a plain decimal. The server gives a `JsonNumber`; a reader sees a JSON number. */
export const wireNumber = z
  .custom<JsonNumber | number>(
    value => value instanceof JsonNumber || (typeof value === 'number' && Number.isFinite(value)),
  )
  .meta({ wire: 'number' })

const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/

/** No control characters, and no half of a surrogate pair: UTF-8 has none, so two such texts would be stored as one. */
const isClean = (value: string): boolean => value.isWellFormed() && !controlCharacters.test(value)

const bounded = (string: z.ZodString, min: number, max: number) =>
  string
    .min(min, { error: min === 1 ? 'should not be empty' : `must be longer than or equal to ${min} characters` })
    .max(max, { error: `must be shorter than or equal to ${max} characters` })
    .refine(isClean, { error: 'must not contain control characters' })

/** Text without control characters, trimmed. */
export const text = (min: number, max: number) => bounded(z.string({ error: 'must be a string' }).trim(), min, max)

/** Text without control characters, as it is given: what is found by it may begin with a space. */
export const exactText = (min: number, max: number) => bounded(z.string({ error: 'must be a string' }), min, max)

/** null and "" in an optional field are absent. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(value => (value === null || value === '' ? undefined : value), schema.optional())

/** One of some words, in any letter case; output as the list spells it. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z
    .unknown()
    .transform((value, context): W[number] => {
      const word =
        typeof value === 'string' ? words.find(w => w.toLowerCase() === value.trim().toLowerCase()) : undefined
      if (word === undefined) {
        context.addIssue({ code: 'custom', message: `must be one of the following values: ${words.join(', ')}` })
        return z.NEVER
      }
      return word
    })
    .meta({ wire: 'enum', enum: [...words] })

/** A true or false, also as the words. */
export const flag = z
  .unknown()
  .transform((value, context): boolean => {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
    context.addIssue({ code: 'custom', message: 'must be a boolean value' })
    return z.NEVER
  })
  .meta({ wire: 'boolean' })

export const uuid = z
  .string({ error: 'must be a UUID' })
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, { error: 'must be a UUID' })
  .transform(value => value.toLowerCase())
  .meta({ wire: 'uuid' })

export const externalUserId = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'should not be empty' })
  .max(128, { error: 'must be shorter than or equal to 128 characters' })
  .refine(value => !value.includes('/') && isClean(value), {
    error: 'must not contain "/" or control characters',
  })
  // Clients take these out of a path, however they are written (WHATWG URL): such a user could be made and never be named again.
  .refine(value => value !== '.' && value !== '..', { error: 'must not be "." or ".."' })

/** A currency slug in any letter case; whether it is known and enabled is P410, not P403. */
export const currency = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'should not be empty' })
  .max(20, { error: 'must be shorter than or equal to 20 characters' })
  .transform(value => value.trim().toLowerCase())
  .meta({ wire: 'currency' })

export const network = currency

const isDate = (value: string): boolean => {
  const day = new Date(`${value}T00:00:00.000Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** Beyond them ISO 8601 needs a sign and more digits, and the database has years before Christ. */
const hasFourDigits = (moment: Date): boolean => moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999
const yearRule = 'must be in a year from 0001 to 9999'

/** A calendar day, YYYY-MM-DD, of the years 0001 to 9999. */
export const date = z
  .string({ error: 'must be a date (YYYY-MM-DD)' })
  .refine(value => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDate(value), {
    error: 'must be a date (YYYY-MM-DD)',
    abort: true,
  })
  .refine(value => hasFourDigits(new Date(value)), { error: yearRule })
  .meta({ wire: 'date' })

/** An instant of the years 0001 to 9999 in UTC: ISO 8601 with offset, or a calendar day (its first instant, UTC). Output: a Date. */
export const instant = z
  .string({ error: 'must be an ISO 8601 date or time' })
  .transform((value, context): Date => {
    const shaped = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(value)
    const read = new Date(value)
    const isInstant = shaped && !Number.isNaN(read.getTime()) && isDate(value.slice(0, 10))
    if (!isInstant || !hasFourDigits(read)) {
      context.addIssue({ code: 'custom', message: isInstant ? yearRule : 'must be an ISO 8601 date or time' })
      return z.NEVER
    }
    return read
  })
  .meta({ wire: 'instant' })

/** An instant of an answer: ISO 8601, UTC, milliseconds. */
export const timestamp = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ wire: 'date-time' })

/** A decimal amount of an answer, as text. */
export const amountText = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ wire: 'amount-text' })

export const page = {
  limit: optional(integer(1, 200)),
  cursor: optional(text(1, 500)),
}
