import { expect, test } from 'vitest'
import { tally } from './tally.ts'

const file = (status: string, tests: Record<string, string> = {}) => ({
  name: 'x.test.ts',
  status,
  message: status === 'failed' ? 'no such module' : '',
  assertionResults: Object.entries(tests).map(([fullName, its]) => ({ fullName, status: its })),
})
const vitest = (passed: number, ...testResults: object[]) => JSON.stringify({ numPassedTests: passed, testResults })

test('checks and tests are counted, skipped ones are neither', () => {
  expect(tally('[{"name":"types","ok":true},{"name":"lint","ok":false}]', 1)).toEqual({ passed: 1, failures: ['lint'] })
  expect(tally(vitest(1, file('failed', { a: 'passed', b: 'failed', c: 'pending' })), 1)).toEqual({
    passed: 1,
    failures: ['b'],
  })
  expect(tally(vitest(2, file('passed', { a: 'passed', b: 'passed' })), 0)).toEqual({ passed: 2, failures: [] })
})

test('a file that cannot be loaded, a bad end and a missing result each count as a failure', () => {
  expect(tally(vitest(0, file('failed')), 1).failures).toEqual(['x.test.ts: no such module'])
  expect(tally(vitest(3, file('passed')), 1).failures).toEqual(['it ended with 1'])
  expect(tally(undefined, 0).failures).toEqual(['it left no result'])
})
