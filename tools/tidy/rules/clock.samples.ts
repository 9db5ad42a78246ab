import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/kit/clock.ts': 'export const real = () => new Date()', 'server/kit/lease.ts': 'performance.now()' },
    { 'server/contexts/users/user.ts': 'export const at = (ms: number) => new Date(ms).toISOString()' },
    { 'server/contexts/users/user.test.ts': 'Date.now()', 'cli/listen.ts': 'Date.now()', 'bench/run.ts': 'Date.now()' },
    { 'server/contexts/users/note.ts': '// Date.now() is not for us\nexport type T = Date' },
  ],
  fails: [
    { tree: { 'server/contexts/users/user.ts': 'const now = Date.now()' }, at: ['server/contexts/users/user.ts:1'] },
    { tree: { 'server/rails/rates/market.ts': '\nnew Date()' }, at: ['server/rails/rates/market.ts:2'] },
    {
      tree: { 'server/main.ts': 'new Date\nDate()\nperformance.now()' },
      at: ['server/main.ts:1', 'server/main.ts:2', 'server/main.ts:3'],
    },
    { tree: { 'contract/fields.ts': 'const read = Date.now' }, at: ['contract/fields.ts:1'] },
    { tree: { 'server/app.ts': 'process.hrtime.bigint()' }, at: ['server/app.ts:1'] },
  ],
}
