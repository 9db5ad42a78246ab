import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

const long = mergeConfig(base, { test: { testTimeout: 3_600_000, hookTimeout: 600_000, reporters: ['default'] } })

// Not by mergeConfig, which would append to the list.
export default defineConfig({ ...long, test: { ...long.test, include: ['**/*.long.ts'] } })
