import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { date, externalUserId, instant } from './fields.ts'

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

describe('an externalUserId', () => {
  test.each(['.', '..'])('is not %s, which no client can send as a part of a path', id => {
    expect(new URL(`/v1/user/${encodeURIComponent(id)}`, 'http://localhost').pathname).not.toBe(`/v1/user/${id}`)
    expect(complaintsOf(externalUserId, id)).toEqual(['must not be "." or ".."'])
  })

  test.each(['...', '.a', 'a.', '%2E', ' .'])('may be %s', id => {
    const { pathname } = new URL(`/v1/user/${encodeURIComponent(id)}`, 'http://localhost')
    expect(decodeURIComponent(pathname.slice('/v1/user/'.length))).toBe(id)
    expect(complaintsOf(externalUserId, id)).toEqual([])
  })
})
