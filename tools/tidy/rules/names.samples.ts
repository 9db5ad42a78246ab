import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    {
      'server/kit/money.ts': 'export const money = 1',
      'server/contexts/pricing/service-fee.ts': 'export type ServiceFee = 1',
    },
    { 'server/kit/vault/data-key.ts': 'export const dataKey = 1\nconst data = 2' },
    { 'server/contexts/users/erase-personal-data.ts': 'export const erasePersonalData = 1' },
    { 'server/contexts/users/user.ts': 'export type User = { data: string }' },
  ],
  fails: [
    { tree: { 'server/kit/utils.ts': '' }, at: ['server/kit/utils.ts:1'] },
    { tree: { 'server/common/money.ts': '' }, at: ['server/common/money.ts:1'] },
    { tree: { 'server/kit/date-helpers.test.ts': '' }, at: ['server/kit/date-helpers.test.ts:1'] },
    { tree: { 'docs/misc.md': '' }, at: ['docs/misc.md:1'] },
    { tree: { 'server/app.ts': '\nexport class UserService {}' }, at: ['server/app.ts:2'] },
    {
      tree: { 'sdk/card.ts': 'export type CardData = 1\nexport { x as helpers }' },
      at: ['sdk/card.ts:1', 'sdk/card.ts:2'],
    },
  ],
}
