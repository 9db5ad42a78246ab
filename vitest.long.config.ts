import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

// Not by mergeConfig, which would append to the lists.
export default defineConfig({
  test: {
    ...base.test,
    // The laws walk much longer here.
    include: ['**/*.long.ts', 'tests/laws/**/*.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    reporters: ['default'],
  },
})
