import type { Samples, SampleTree } from '../samples.ts'

const sepa = 'server/contexts/sepa'
const shape: SampleTree = { [`${sepa}/README.md`]: '# sepa\n', [`${sepa}/index.ts`]: "export * from './payout.ts'\n" }

export const samples: Samples = {
  passes: [
    {
      ...shape,
      [`${sepa}/payout.ts`]: 'export type Payout = 1',
      [`${sepa}/store.ts`]: '',
      [`${sepa}/create-payout.ts`]: 'export async function createPayout() {}',
      [`${sepa}/submit-payout.ts`]: 'export const submitPayout = job(x)',
      [`${sepa}/create-payout.test.ts`]: '',
      [`${sepa}/return-reason.ts`]: 'export type Reason = 1',
      [`${sepa}/network.conformance.ts`]: '',
    },
    { 'server/kit/Anything/x.sql': '' },
  ],
  fails: [
    { tree: { [`${sepa}/payout.ts`]: '' }, at: [`${sepa}:1`, `${sepa}:1`] },
    { tree: { ...shape, [`${sepa}/README.md`]: 'x\n'.repeat(61) }, at: [`${sepa}/README.md:61`] },
    { tree: { ...shape, [`${sepa}/verbs/x.ts`]: '' }, at: [`${sepa}/verbs/x.ts:1`] },
    { tree: { ...shape, [`${sepa}/schema.sql`]: '' }, at: [`${sepa}/schema.sql:1`] },
    { tree: { ...shape, [`${sepa}/createPayout.ts`]: '' }, at: [`${sepa}/createPayout.ts:1`] },
    { tree: { ...shape, [`${sepa}/create-payout.ts`]: 'export const make = 1' }, at: [`${sepa}/create-payout.ts:1`] },
    {
      tree: { ...shape, [`${sepa}/create-payout.ts`]: 'export type createPayout = 1' },
      at: [`${sepa}/create-payout.ts:1`],
    },
    {
      tree: { 'server/contexts/loans/README.md': '', 'server/contexts/loans/index.ts': '' },
      at: ['server/contexts/loans:1'],
    },
  ],
}
