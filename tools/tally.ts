// The last words of a continuous-integration run: how many checks and tests passed and failed, all parts together.
//   node tools/tally.ts 'checks:checks.json:0' 'tests:tests.json:1' …   (name, result file, exit code of the part)
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const checks = z.array(z.object({ name: z.string(), ok: z.boolean() }))
/** What vitest's JSON reporter writes, as far as it matters here. */
const tests = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

export type Tally = { passed: number; failures: string[] }

/**
 * Counts one part. A test file that could not even be loaded is a failure, and so is a part that ended badly without
 * naming one: nothing that went wrong may leave the count at zero.
 */
export function tally(result: string | undefined, exitCode: number): Tally {
  const { passed, failures } = result === undefined ? { passed: 0, failures: [] } : count(JSON.parse(result))
  if (result === undefined) failures.push('it left no result')
  else if (exitCode !== 0 && failures.length === 0) failures.push(`it ended with ${exitCode}`)
  return { passed, failures }
}

function count(result: unknown): Tally {
  if (Array.isArray(result)) {
    const all = checks.parse(result)
    return { passed: all.filter(c => c.ok).length, failures: all.filter(c => !c.ok).map(c => c.name) }
  }
  const { numPassedTests, testResults } = tests.parse(result)
  const failures = testResults.flatMap(file => {
    const failed = file.assertionResults.filter(t => t.status === 'failed').map(t => t.fullName)
    return failed.length === 0 && file.status === 'failed' ? [`${file.name}: ${file.message}`] : failed
  })
  return { passed: numPassedTests, failures }
}

if (process.argv[1] === import.meta.filename) {
  let passed = 0
  let failed = 0
  for (const part of process.argv.slice(2)) {
    const [name = '', file = '', exitCode = ''] = part.split(':')
    const its = tally(existsSync(file) ? readFileSync(file, 'utf8') : undefined, Number(exitCode))
    passed += its.passed
    failed += its.failures.length
    console.log(`${name}: ${its.passed} passed, ${its.failures.length} failed`)
    for (const failure of its.failures) console.log(`  failed: ${failure}`)
  }
  console.log(`\n${passed} passed, ${failed} failed`)
  if (failed > 0) process.exitCode = 1
}
