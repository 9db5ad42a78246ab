import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/app.ts': "const any = 'any of them' // any\nconst x: unknown = any" },
    { 'server/app.test.ts': '// @ts-expect-error a number is refused\nconst x: any = 1' },
    { 'server/log.ts': '// oxlint-disable-next-line no-console -- the process ends here\nconsole.log(1)' },
    { 'server/log.ts': '// biome-ignore format: a table reads better in columns' },
    { 'sdk/generated/types.ts': 'export type X = any' },
  ],
  fails: [
    { tree: { 'server/app.ts': 'const x = (y as any).z' }, at: ['server/app.ts:1'] },
    { tree: { 'tools/gen.ts': 'type X = Map<string, any>' }, at: ['tools/gen.ts:1'] },
    {
      tree: { 'server/app.ts': '// @ts-ignore\n/* @ts-expect-error x */' },
      at: ['server/app.ts:1', 'server/app.ts:2'],
    },
    { tree: { 'server/app.test.ts': '// oxlint-disable-next-line no-console' }, at: ['server/app.test.ts:1'] },
    { tree: { 'server/app.ts': '// biome-ignore format' }, at: ['server/app.ts:1'] },
  ],
}
