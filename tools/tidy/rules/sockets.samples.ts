import type { Samples } from '../samples.ts'

export const samples: Samples = {
  passes: [
    { 'server/rails/sepa-bank/client.ts': "import { request } from 'undici'\nawait fetch('https://bank')" },
    { 'server/kit/http/server.ts': "import fastify from 'fastify'" },
    { 'server/kit/postgres/pool.ts': "import pg from 'pg'" },
    { 'server/contexts/sepa/payout.ts': "import type { Socket } from 'node:net'\nimport { type Pool } from 'pg'" },
    { 'server/kit/jobs/run.ts': 'export const run = ({ fetch }: { fetch: () => void }) => fetch()' },
    { 'server/contexts/sepa/store.ts': "await rows.fetch('x')\nconst text = 'fetch()'" },
    { 'sdk/client.ts': "await fetch('/v1')" },
    { 'server/contexts/sepa/payout.test.ts': "import { createServer } from 'node:http'" },
  ],
  fails: [
    {
      tree: { 'server/contexts/sepa/submit-payout.ts': "\nawait fetch('https://bank')" },
      at: ['server/contexts/sepa/submit-payout.ts:2'],
    },
    { tree: { 'server/kit/jobs/run.ts': "import { request } from 'node:https'" }, at: ['server/kit/jobs/run.ts:1'] },
    { tree: { 'contract/load.ts': "const net = await import('net')" }, at: ['contract/load.ts:1'] },
    { tree: { 'server/contexts/users/store.ts': "import pg from 'pg'" }, at: ['server/contexts/users/store.ts:1'] },
    {
      tree: { 'server/app.ts': "new WebSocket('wss://x')\nglobalThis.fetch('y')" },
      at: ['server/app.ts:1', 'server/app.ts:2'],
    },
    { tree: { 'server/iso20022/read.ts': "export { request } from 'undici'" }, at: ['server/iso20022/read.ts:1'] },
  ],
}
