import { expect, test } from 'vitest'
import { acceptedType } from './accept.ts'

const json = 'application/json'
const csv = 'text/csv'

test.each([
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['text/csv', csv],
  ['Text/CSV', csv],
  ['text/csv; header=present', csv],
  ['application/json, text/csv', csv],
  ['application/json, text/csv;q=0', json],
  ['application/json, text/csv; Q=0.000', json],
  ['text/csv;q=0', json],
  ['text/csv;q=0.5, */*;q=0.1', csv],
  ['application/json, text/csv;q=0.9', json],
  ['text/csv-schema', json],
])('an Accept of %s is answered with %s where there is CSV too', (header, type) => {
  expect(acceptedType(header, [csv])).toBe(type)
  expect(acceptedType(header, undefined)).toBe(json)
})
