/*
 * Days and hours in Frankfurt, where SEPA's are counted, and the days on which TARGET settles. Days are text, YYYY-MM-DD.
 */

/** sv-SE writes days and hours as ISO 8601 does. */
const berlin = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** The calendar day there. */
export const berlinDay = (at: Date): string => berlin.format(at).slice(0, 10)

/** The time of day there, HH:MM. */
export const berlinTime = (at: Date): string => berlin.format(at).slice(11, 16)

/** The instant of a day and time (HH:MM) there. One that summer time leaves out is an hour later, one that is there twice the first. */
export function berlinInstant(day: string, time: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00.000Z`)
  const offsetAt = (ms: number): number => {
    const local = berlin.format(new Date(ms))
    return Date.parse(`${local.replace(' ', 'T')}.000Z`) - Math.floor(ms / 1_000) * 1_000
  }
  const summerMs = 7_200_000
  const early = asUtc - summerMs
  return new Date(offsetAt(early) === summerMs ? early : asUtc - offsetAt(early + summerMs / 2))
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
export function easterSunday(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`
}

const fixedHolidays = new Set(['01-01', '05-01', '12-25', '12-26'])

/** Whether TARGET is open: no weekend, none of its six holidays (ECB, since 2002). */
export function isTargetDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay()
  if (weekday === 0 || weekday === 6 || fixedHolidays.has(day.slice(5))) return false
  const easter = easterSunday(Number(day.slice(0, 4)))
  return day !== addDays(easter, -2) && day !== addDays(easter, 1)
}

/** The day itself if TARGET is open, otherwise the next one on which it is. */
export function targetDayFrom(day: string): string {
  let next = day
  while (!isTargetDay(next)) next = addDays(next, 1)
  return next
}

/** So many TARGET days later; 0: `targetDayFrom`. */
export function addTargetDays(day: string, days: number): string {
  let next = targetDayFrom(day)
  for (let left = days; left > 0; left -= 1) next = targetDayFrom(addDays(next, 1))
  return next
}

/** The day on which a payment that is ready now is executed: today until the cut-off (HH:MM in Frankfurt), then the next TARGET day. */
export function executionDay(now: Date, cutOff: string): string {
  const today = berlinDay(now)
  return isTargetDay(today) && berlinTime(now) >= cutOff ? addTargetDays(today, 1) : targetDayFrom(today)
}
