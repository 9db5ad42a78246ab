import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: './tests/harness/global-setup.ts',
    pool: 'forks',
    // A worker keeps its modules from file to file: starting and importing anew cost a quarter of the whole run. No module
    // keeps state that a test could see; what does belong to one bank hangs on its kernel.
    isolate: false,
    // Each worker keeps PostgreSQL busy too: more of them than two cores only wait for one another.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A passing run prints little.
    reporters: ['dot'],
    silent: 'passed-only',
  },
})
