import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: './tests/harness/global-setup.ts',
    pool: 'forks',
    // Each worker keeps PostgreSQL busy too: more of them than two cores only wait for one another.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A passing run prints little.
    reporters: ['dot'],
    silent: 'passed-only',
  },
})
