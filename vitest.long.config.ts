import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

// Not by mergeConfig, which would append to the lists.
export default defineConfig({
  test: {
    ...base.test,
    include: ['**/*.long.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    reporters: ['default'],
  },
})
