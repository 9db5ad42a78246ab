/** sv-SE writes days as ISO 8601 does. */
const berlin = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The calendar day in Frankfurt, where SEPA's days are counted: YYYY-MM-DD. */
export const berlinDay = (at: Date): string => berlin.format(at)
