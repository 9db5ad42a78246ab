import { afterAll, beforeAll, expect, test } from 'vitest'
import { houseAccount } from '../../server/contexts/ledger/index.ts'
import { uuidv7 } from '../../server/kit/ids.ts'
import { addItem } from '../../server/kit/work/batch.ts'
import { Batch } from '../../server/kit/work/batch-columns.ts'
import { commitBatch } from '../../server/kit/work/store.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import { createTestDatabase, type TestDatabase } from '../harness/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.owner.query(`select clock.stamp('sandbox', 'real')`)
})
afterAll(() => database.drop())

test('an item that is refused without an answer to keep leaves its key free, and the success it hoped for is never replayed', async () => {
  const now = new Date()
  const partnerId = uuidv7(now)
  await database.pool.query('select ledger.open_partner($1, $2)', [partnerId, now])
  const pay = (credit: string, key: string) => ({
    origin: { actor: 'test', partnerId, requestId: uuidv7(now) },
    now,
    effects: [
      {
        post: [
          {
            kind: 'test',
            businessId: uuidv7(now),
            lines: [
              {
                debit: houseAccount(partnerId, 'bank-safeguarding', 'eur'),
                credit,
                money: { asset: 'eur', units: 1n },
              },
            ],
          },
        ],
      },
    ],
    keyed: { key, method: 'POST', path: '/', bodyHash: '00'.repeat(32), status: 201, answer: '{"done":true}' },
  })
  const batch = new Batch()
  const items = [pay(uuidv7(now), 'nowhere'), pay(houseAccount(partnerId, 'suspense', 'eur'), 'somewhere')]
  for (const item of items) addItem(batch, item, new Map(), {})
  const verdicts = await commitBatch(database.pool, batch, refusalAnswers)
  expect(verdicts).toEqual([{ o: 1, verdict: 'account-missing' }])
  const { rows } = await database.pool.query('select key, status from work.idempotency where partner_id = $1', [
    partnerId,
  ])
  expect(rows).toEqual([{ key: 'somewhere', status: 201 }])
})
