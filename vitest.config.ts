import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** They take longest: begun last, one of them would run alone at the end. */
const longest = [
  'hosted/verification.test.ts',
  'tests/contract/battery.test.ts',
  'tests/contract/operator-battery.test.ts',
  'tests/kit/start.test.ts',
  'server/contexts/webhooks/workers.test.ts',
  'cli/florin.test.ts',
  'tests/laws/sepa-days.test.ts',
  'server/contexts/kyc/verification.test.ts',
]
const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex(name => moduleId.endsWith(`/${name}`))
  return rank === -1 ? longest.length : rank
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: './tests/harness/global-setup.ts',
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // A worker keeps its modules from file to file: starting and importing anew cost a quarter of the whole run. No module
    // keeps state that a test could see; what does belong to one bank hangs on its kernel.
    isolate: false,
    // Each worker keeps PostgreSQL busy too: more of them than two cores only wait for one another.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for may take longer on a busy machine than a second, the default: a lease that was just renewed lasts five.
    expect: { poll: { timeout: 20_000 } },
    // A passing run prints little.
    reporters: ['dot'],
    silent: 'passed-only',
  },
})
