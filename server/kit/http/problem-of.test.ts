import { errorCodes } from 'fastify'
import { expect, test } from 'vitest'
import { problemOf } from './problem-of.ts'

test('what the framework says a caller has done wrong is no fault of ours', () => {
  const faults = Object.values(errorCodes)
    .map(Fault => new Fault('a', 'b'))
    .filter(({ statusCode = 500 }) => statusCode < 500)
  expect(faults.length).toBeGreaterThan(5)
  for (const fault of faults) expect(['P403', 'P404'], fault.code).toContain(problemOf(fault).code)
})
