import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/config.ts': 'export const port = process.env.PORT' },
    { 'cli/config.ts': 'export const key = process.env.FLORIN_KEY' },
    { 'vitest.config.ts': 'process.env.CI', 'tools/check.ts': 'process.env.CI', 'bench/run.ts': 'process.env.CI' },
    { 'tests/harness.ts': 'process.env.CI', 'server/main.test.ts': 'process.env.CI' },
    { 'server/main.ts': "import { exit } from 'node:process'\nprocess.argv // not process.env" },
  ],
  fails: [
    { tree: { 'server/main.ts': 'const port = process.env.PORT' }, at: ['server/main.ts:1'] },
    { tree: { 'server/kit/log.ts': "import { env } from 'node:process'" }, at: ['server/kit/log.ts:1'] },
    { tree: { 'sdk/client.ts': "\nprocess['env'].KEY" }, at: ['sdk/client.ts:2'] },
    { tree: { 'cli/listen.ts': 'const { env: e } = process' }, at: ['cli/listen.ts:1'] },
  ],
}
