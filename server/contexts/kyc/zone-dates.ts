const day = (year: number, rest: string): string => `${year}-${rest.slice(0, 2)}-${rest.slice(2, 4)}`

const isRealDay = (date: string): boolean => {
  const read = new Date(`${date}T00:00:00.000Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date)
}

/** A day of birth of a zone (YYMMDD) as YYYY-MM-DD: the last such day that has passed. Undefined: no day. */
export function birthDateOf(text: string, now: Date): string | undefined {
  if (!/^\d{6}$/.test(text)) return undefined
  const today = now.toISOString().slice(0, 10)
  const century = Math.floor(now.getUTCFullYear() / 100) * 100
  const date = day(century + Number(text.slice(0, 2)), text.slice(2))
  const past = date <= today ? date : day(century - 100 + Number(text.slice(0, 2)), text.slice(2))
  return isRealDay(past) ? past : undefined
}

/** The last day of validity of a zone as YYYY-MM-DD: within fifty years of now, before or after. Undefined: no day. */
export function expiryDateOf(text: string, now: Date): string | undefined {
  if (!/^\d{6}$/.test(text)) return undefined
  const year = now.getUTCFullYear()
  const century = Math.floor(year / 100) * 100
  const near = [-100, 0, 100]
    .map(shift => century + shift + Number(text.slice(0, 2)))
    .find(one => Math.abs(one - year) <= 50)
  const date = near === undefined ? '' : day(near, text.slice(2))
  return isRealDay(date) ? date : undefined
}

/** Whole years between a day of birth and now. */
export function ageAt(birthDate: string, now: Date): number {
  const today = now.toISOString().slice(0, 10)
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years
}
