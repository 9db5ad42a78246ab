import type { Samples } from '../samples.ts'

const lines = (count: number): string => 'x()\n'.repeat(count)

export const samples: Samples = {
  passes: [
    { 'server/app.ts': lines(320), 'server/app.test.ts': lines(600), 'tests/harness.ts': lines(600) },
    { 'sdk/generated/resources.ts': lines(5000), 'docs/guide.md': lines(1000) },
  ],
  fails: [
    { tree: { 'server/app.ts': lines(321) }, at: ['server/app.ts:321'] },
    { tree: { 'server/app.test.ts': lines(601) }, at: ['server/app.test.ts:601'] },
  ],
}
