import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addTargetDays,
  berlinDay,
  berlinInstant,
  berlinTime,
  easterSunday,
  executionDay,
  isTargetDay,
  targetDayFrom,
} from './calendar.ts'

test.each([
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
  [2285, '2285-03-22'],
])('Easter of %i is %s', (year, day) => {
  expect(easterSunday(year)).toBe(day)
})

test('TARGET is closed on weekends and its six holidays, and open on all other days', () => {
  const closed = ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25', '2026-12-26', '2026-03-07']
  expect(closed.filter(isTargetDay)).toEqual([])
  const open = ['2026-04-02', '2026-04-07', '2026-05-14', '2026-05-25', '2026-10-02', '2026-12-24']
  expect(open.filter(day => !isTargetDay(day))).toEqual([])
})

test('the next TARGET day after Maundy Thursday is Tuesday', () => {
  expect(addTargetDays('2026-04-02', 1)).toBe('2026-04-07')
  expect(targetDayFrom('2026-04-03')).toBe('2026-04-07')
  expect(addTargetDays('2026-04-01', 3)).toBe('2026-04-08')
  expect(addTargetDays('2026-12-24', 1)).toBe('2026-12-28')
})

test('a payment is executed today until the cut-off, and on the next TARGET day from then on', () => {
  expect(executionDay(new Date('2026-03-02T13:59:59Z'), '15:00')).toBe('2026-03-02')
  expect(executionDay(new Date('2026-03-02T14:00:00Z'), '15:00')).toBe('2026-03-03')
  expect(executionDay(new Date('2026-07-31T13:00:00Z'), '15:00')).toBe('2026-08-03')
  expect(executionDay(new Date('2026-04-03T09:00:00Z'), '15:00')).toBe('2026-04-07')
})

test('days and hours are those of Frankfurt, in winter and in summer', () => {
  expect(berlinDay(new Date('2026-01-31T23:30:00Z'))).toBe('2026-02-01')
  expect(berlinTime(new Date('2026-07-01T22:05:00Z'))).toBe('00:05')
  expect(berlinInstant('2026-01-15', '08:00').toISOString()).toBe('2026-01-15T07:00:00.000Z')
  expect(berlinInstant('2026-07-15', '08:00').toISOString()).toBe('2026-07-15T06:00:00.000Z')
  // On 2026-03-29 summer time begins; on 2026-10-25 half past two is there twice.
  expect(berlinInstant('2026-03-29', '03:00').toISOString()).toBe('2026-03-29T01:00:00.000Z')
  expect(berlinInstant('2026-10-25', '02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

test('an instant is the day and time that it is made of, all year round', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.constantFrom('00:00', '01:59', '03:00', '08:00', '15:00', '23:59'),
      (date, time) => {
        const day = berlinDay(date)
        const at = berlinInstant(day, time)
        expect([berlinDay(at), berlinTime(at)]).toEqual([day, time])
      },
    ),
  )
})
