import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { date, instant } from './fields.ts'

const complaintsOf = (field: z.ZodType, value: string): string[] =>
  z
    .object({ at: field })
    .safeParse({ at: value })
    .error?.issues.map(({ message }) => message) ?? []

describe('dates and instants', () => {
  test.each(['0001-01-01', '9999-12-31'])('%s is one', day => {
    expect(complaintsOf(date, day)).toEqual([])
    expect(complaintsOf(instant, day)).toEqual([])
  })

  test.each(['0000-01-01', '0000-12-31T23:59:59.999Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00'])(
    '%s is in UTC no year of four digits',
    text => {
      expect(complaintsOf(instant, text)).toEqual(['must be in a year from 0001 to 9999'])
    },
  )

  test('a date has its year told, and one that is none is told that alone', () => {
    expect(complaintsOf(date, '0000-01-01')).toEqual(['must be in a year from 0001 to 9999'])
    expect(complaintsOf(date, '10000-01-01')).toEqual(['must be a date (YYYY-MM-DD)'])
  })
})
