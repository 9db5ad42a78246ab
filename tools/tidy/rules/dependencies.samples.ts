import type { Samples } from '../samples.ts'

const table = 'docs/decisions/dependencies.md'
const rows = '| dependency | why |\n|---|---|\n| `zod`, `pg` | reasons |\n'

export const samples: Samples = {
  passes: [
    {
      'package.json': '{ "dependencies": { "zod": "4.6.7" }, "devDependencies": { "pg": "npm:pg@8.0.0-beta.1" } }',
      'sdk/package.json': '{ "dependencies": { "@florin/contract": "*" } }',
      [table]: rows,
    },
  ],
  fails: [
    {
      tree: { 'package.json': '{\n"dependencies": { "zod": "^4.6.7",\n"pg": "latest" } }', [table]: rows },
      at: ['package.json:2', 'package.json:3'],
    },
    {
      tree: {
        'sdk/package.json': '{ "dependencies": { "zod": "4.6.7", "pg": "8.0.0",\n"ws": "8.0.0" } }',
        [table]: rows,
      },
      at: ['sdk/package.json:2'],
    },
    { tree: { 'package.json': '{ "dependencies": { "zod": "4.6.7" } }', [table]: rows }, at: [`${table}:3`] },
    { tree: { 'package.json': '{ "dependencies": { "zod": "4.6.7" } }' }, at: ['package.json:1'] },
  ],
}
