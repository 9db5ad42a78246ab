import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [{ 'server/app.ts': "const bic = 'DEUTDEFFXXX'\nconst todo = []\nconst TODO_LIST = 1" }],
  fails: [
    { tree: { 'server/app.ts': '\n// TODO: check' }, at: ['server/app.ts:2'] },
    { tree: { 'docs/guide.md': 'FIXME and XXX' }, at: ['docs/guide.md:1', 'docs/guide.md:1'] },
    { tree: { 'migrations/0001.sql': '-- HACK' }, at: ['migrations/0001.sql:1'] },
  ],
}
