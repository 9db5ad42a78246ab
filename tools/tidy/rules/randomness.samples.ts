import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/kit/ids.ts': "import { randomBytes } from 'node:crypto'" },
    { 'server/kit/vault/seal.ts': 'crypto.randomBytes(12)', 'server/kit/vault-keys.ts': 'crypto.getRandomValues(x)' },
    { 'server/contexts/partners/api-key.ts': "import { createHash, timingSafeEqual } from 'node:crypto'" },
    { 'server/keys.ts': "import { generateKeyPairSync } from 'node:crypto'" },
    { 'sdk/client.ts': 'crypto.randomUUID()', 'server/app.test.ts': 'Math.random()' },
  ],
  fails: [
    { tree: { 'server/kit/jobs/run.ts': 'const jitter = Math.random()' }, at: ['server/kit/jobs/run.ts:1'] },
    {
      tree: { 'server/contexts/users/create-user.ts': "\nimport { randomUUID } from 'node:crypto'" },
      at: ['server/contexts/users/create-user.ts:2'],
    },
    { tree: { 'server/app.ts': 'crypto.randomUUID()' }, at: ['server/app.ts:1'] },
    {
      tree: { 'server/rails/rates/market.ts': "import crypto from 'crypto'\nnodeCrypto.randomInt(3)" },
      at: ['server/rails/rates/market.ts:2'],
    },
  ],
}
