import type { Samples } from '../samples.ts'

const path = 'server/kit/jobs/run.test.ts'

export const samples: Samples = {
  passes: [
    { [path]: 'await vi.waitFor(() => expect(done).toBe(true))\nawait clock.advance(8000)' },
    { 'tests/harness.ts': 'setTimeout(poll, 20)', 'server/kit/jobs/run.ts': 'setTimeout(poll, 20)' },
  ],
  fails: [
    { tree: { [path]: 'await new Promise(done => setTimeout(done, 100))' }, at: [`${path}:1`] },
    { tree: { [path]: "\nimport { setTimeout as sleep } from 'node:timers/promises'" }, at: [`${path}:2`] },
    { tree: { [path]: 'const bank = vi.fn()\nvi.useFakeTimers()' }, at: [`${path}:1`, `${path}:2`] },
  ],
}
