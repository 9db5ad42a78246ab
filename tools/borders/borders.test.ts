import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkBorders } from './borders.ts'

const root = join(import.meta.dirname, '../..')
const PRODUCT = { zod: '*', pg: '*' }
const WORKSHOP = { 'fast-check': '*' }
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Writes a small tree with some packages of this checkout around it, and holds it against the borders. */
async function breachesOf(tree: Record<string, string>): Promise<string[]> {
  const at = mkdtempSync(join(tmpdir(), 'florin-borders-'))
  folders.push(at)
  writeFileSync(join(at, 'package.json'), JSON.stringify({ dependencies: PRODUCT, devDependencies: WORKSHOP }))
  mkdirSync(join(at, 'node_modules/@florin'), { recursive: true })
  for (const name of Object.keys({ ...PRODUCT, ...WORKSHOP }))
    symlinkSync(join(root, 'node_modules', name), join(at, 'node_modules', name))
  symlinkSync('../../server', join(at, 'node_modules/@florin/server'))
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(at, path)), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  const { breaches, modules } = await checkBorders(at)
  expect(modules).toEqual(expect.arrayContaining(Object.keys(tree).filter(path => path.endsWith('.ts'))))
  return breaches
}

const importing = (path: string, name = 'y') => `import { x as its } from '${path}'\nexport const ${name} = its\n`
const typeOf = (path: string) => `import type { X } from '${path}'\nexport type Y = X\n`
const LEAF = 'export const x = 1\nexport type X = 1\n'

test('a tree that follows the design has no breach', async () => {
  expect(
    await breachesOf({
      'contract/transfer.ts': "import { z } from 'zod'\nexport const x = z.string()\n",
      'server/kit/money.ts': "import { createHash } from 'node:crypto'\nexport const x = createHash\n",
      'server/kit/postgres/pool.ts': "import pg from 'pg'\nexport const pool = pg\n",
      'server/iso20022/camt.ts': "import { z } from 'zod'\nexport const x = z.string()\n",
      'server/contexts/ledger/index.ts': importing('./post-entries.ts'),
      'server/contexts/ledger/post-entries.ts': importing('./store.ts', 'x'),
      'server/contexts/ledger/store.ts': importing('../../kit/money.ts', 'x'),
      'server/contexts/ledger/store.test.ts': importing('../../rails/sepa-bank/adapter.ts'),
      'server/contexts/users/user.ts': importing('../ledger/index.ts'),
      'server/rails/sepa-bank/adapter.ts': importing('../../iso20022/camt.ts', 'x'),
      'server/app.ts': importing('./rails/sepa-bank/adapter.ts'),
      'sdk/client.ts': importing('../contract/transfer.ts'),
    }),
  ).toEqual([])
})

test.each<[string, Record<string, string>]>([
  ['no-cycles', { 'server/kit/a.ts': importing('./b.ts'), 'server/kit/b.ts': typeOf('./a.ts') }],
  ['no-dead-ends', { 'server/kit/a.ts': importing('./gone.ts') }],
  ['contract-needs-zod-only', { 'contract/a.ts': "import pg from 'pg'\nexport const x = pg" }],
  ['contract-needs-zod-only', { 'contract/a.ts': "import { createHash } from 'node:crypto'\nexport { createHash }" }],
  ['contract-needs-zod-only', { 'contract/a.ts': typeOf('../server/kit/b.ts'), 'server/kit/b.ts': LEAF }],
  [
    'kit-stands-alone',
    { 'server/kit/a.ts': importing('../contexts/ledger/index.ts'), 'server/contexts/ledger/index.ts': LEAF },
  ],
  ['kit-stands-alone', { 'server/kit/a.ts': typeOf('../rails/rates/b.ts'), 'server/rails/rates/b.ts': LEAF }],
  ['kit-stands-alone', { 'server/kit/a.ts': importing('../config.ts'), 'server/config.ts': LEAF }],
  ['coders-are-pure', { 'server/iso20022/a.ts': importing('../kit/b.ts'), 'server/kit/b.ts': LEAF }],
  ['coders-are-pure', { 'server/iso20022/a.ts': "import pg from 'pg'\nexport const x = pg" }],
  [
    'contexts-know-no-rails',
    { 'server/contexts/sepa/a.ts': typeOf('../../rails/bank/b.ts'), 'server/rails/bank/b.ts': LEAF },
  ],
  ['contexts-know-no-rails', { 'server/contexts/sepa/a.ts': importing('../../app.ts'), 'server/app.ts': LEAF }],
  [
    'contexts-by-the-door',
    { 'server/contexts/users/a.ts': typeOf('../ledger/entry.ts'), 'server/contexts/ledger/entry.ts': LEAF },
  ],
  [
    'contexts-downward-ledger',
    { 'server/contexts/ledger/a.ts': importing('../users/index.ts'), 'server/contexts/users/index.ts': LEAF },
  ],
  [
    'contexts-downward-sepa',
    { 'server/contexts/sepa/a.ts': importing('../cards/index.ts'), 'server/contexts/cards/index.ts': LEAF },
  ],
  [
    'contexts-downward-users',
    { 'server/contexts/users/a.ts': typeOf('../webhooks/index.ts'), 'server/contexts/webhooks/index.ts': LEAF },
  ],
  [
    'stores-are-private',
    { 'server/app.ts': importing('./contexts/users/user-store.ts'), 'server/contexts/users/user-store.ts': LEAF },
  ],
  ['clients-know-no-server', { 'sdk/a.ts': typeOf('../server/kit/b.ts'), 'server/kit/b.ts': LEAF }],
  [
    'clients-know-no-server',
    {
      'cli/a.ts': importing('@florin/server/app.ts'),
      'server/app.ts': LEAF,
      'server/package.json': '{ "name": "@florin/server", "exports": { "./*": "./*" } }',
    },
  ],
  ['clients-know-no-server', { 'docs/recipes/a.ts': importing('../../server/app.ts'), 'server/app.ts': LEAF }],
  ['server-knows-no-client', { 'server/a.ts': importing('../sdk/b.ts'), 'sdk/b.ts': LEAF }],
  ['no-workshop-packages', { 'server/a.ts': "import fc from 'fast-check'\nexport const x = fc" }],
])('%s is found', async (rule, tree) => {
  const names = (await breachesOf(tree)).map(breach => breach.split(':')[0])
  expect(new Set(names)).toEqual(new Set([rule]))
})
