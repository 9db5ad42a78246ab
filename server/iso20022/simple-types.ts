import { InvalidText, type TextCodec, type TextFacets } from './shape.ts'

/** A text of 1 to `maxLength` characters, as it stands: white space is part of it (xs:string). */
export function text(maxLength: number): TextCodec<string> {
  return strict({ maxLength }, value => {
    if (value === '') throw new InvalidText('empty')
    if (value.length > maxLength && [...value].length > maxLength) {
      throw new InvalidText(`longer than ${maxLength} characters`)
    }
    return value
  })
}

function matching(pattern: RegExp, what: string): TextCodec<string> {
  return strict({ pattern }, value => {
    if (!pattern.test(value)) throw new InvalidText(`${quote(value)} is not ${what}`)
    return value
  })
}

/** One of a closed list of codes (an external code set is open: `text(4)`). */
export function code<const C extends string>(...codes: readonly C[]): TextCodec<C> {
  return strict({ oneOf: codes }, value => {
    if (!codes.includes(value as C)) throw new InvalidText(`${quote(value)} is none of ${codes.join(', ')}`)
    return value as C
  })
}

/** A codec whose texts and values are the same, checked in both directions. */
function strict<T extends string>(facets: TextFacets, check: (value: string) => T): TextCodec<T> {
  return {
    kind: 'text',
    facets,
    parse: check,
    format: value => {
      if (typeof value !== 'string') throw new InvalidText('not a text')
      return check(value)
    },
  }
}

export const iban = matching(/^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/, 'an IBAN')
export const bic = matching(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'a BIC')
export const lei = matching(/^[A-Z0-9]{18}[0-9]{2}$/, 'a LEI')
export const country = matching(/^[A-Z]{2}$/, 'a country code')
export const currency = matching(/^[A-Z]{3}$/, 'a currency code')
export const uetr = matching(/^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/, 'a UETR')
export const creditDebit = code('CRDT', 'DBIT')

/** A day, `YYYY-MM-DD`. A time zone after it (allowed by xs:date) says nothing about a booking day and is not kept. */
export const isoDate: TextCodec<string> = {
  kind: 'text',
  facets: { is: 'date' },
  parse: raw => {
    const match = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(raw.trim())
    if (match?.[1] === undefined || !isDay(match[1])) throw new InvalidText(`${quote(raw)} is not a date`)
    return match[1]
  },
  format: value => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isDay(value)) throw new InvalidText(`${quote(value)} is not a date`)
    return value
  },
}

/** A moment as it came: `YYYY-MM-DDThh:mm:ss`, with a fraction or not, with an offset or (local time of the sender) without. */
export const isoDateTime: TextCodec<string> = strict({ is: 'dateTime' }, raw => {
  const value = raw.trim()
  const match =
    /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/.exec(
      value,
    )
  if (match?.[1] === undefined || !isDay(match[1])) throw new InvalidText(`${quote(raw)} is not a date and time`)
  return value
})

export const boolean: TextCodec<boolean> = {
  kind: 'text',
  facets: { is: 'boolean' },
  parse: raw => {
    const value = raw.trim()
    if (value === 'true' || value === '1') return true
    if (value === 'false' || value === '0') return false
    throw new InvalidText(`${quote(raw)} is neither true nor false`)
  },
  format: value => (value ? 'true' : 'false'),
}

/** A whole number of up to `digits` digits, at most 15: those a number holds exactly. */
export function digits(most: number): TextCodec<number> {
  const limit = 10 ** most
  return {
    kind: 'text',
    facets: { is: 'count', maxLength: most },
    parse: raw => {
      const value = raw.trim()
      if (!/^[0-9]+$/.test(value) || Number(value) >= limit) throw new InvalidText(`${quote(raw)} is not a count`)
      return Number(value)
    },
    format: value => {
      if (!Number.isSafeInteger(value) || value < 0 || value >= limit) throw new InvalidText('not a count')
      return String(value)
    },
  }
}

/** How many of something (Max15NumericText). */
export const count = digits(15)

export function quote(raw: string): string {
  return JSON.stringify(raw.length > 40 ? `${raw.slice(0, 40)}…` : raw)
}

/** By arithmetic: a statement holds hundreds of thousands of days, and a Date for each was a tenth of the reading time. */
function isDay(day: string): boolean {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const date = Number(day.slice(8, 10))
  if (year < 1 || month < 1 || month > 12 || date < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return date <= (month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}
