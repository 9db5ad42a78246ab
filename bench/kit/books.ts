import { Client } from 'pg'
import { transferRow } from '../../server/contexts/transfers/store.ts'
import { bookTransfer } from '../../server/contexts/transfers/transfer.ts'
import { nameId, uuidv7 } from '../../server/kit/ids.ts'
import type { Sql } from '../../server/kit/sql.ts'
import { addItem } from '../../server/kit/work/batch.ts'
import { batchPlaceholders } from '../../server/kit/work/batch-columns.ts'
import { Batch } from '../../server/kit/work/batch-rows.ts'
import { refusalAnswers } from '../../server/kit/work/verdict.ts'
import type { BenchDatabase } from './bank.ts'

/** A partner's books with so many customers, and a connection that writes to them as the gatherer does. */
export interface Books {
  readonly sql: Sql
  readonly partnerId: string
  readonly customers: number
  end(): Promise<void>
}

const ownerOf = (n: number): string => nameId(`bench-owner-${n}`)
const accountOf = (n: number): string => nameId(`bench-account-${n}`)

export async function openBooks(database: BenchDatabase, customers: number): Promise<Books> {
  const partnerId = uuidv7(new Date())
  await database.query('select ledger.open_partner($1, now())', [partnerId])
  await database.query(
    `insert into ledger.account (partner_id, id, code, asset, owner_id, state, floor, posted, opened_at)
     select $1, md5('bench-account-' || n)::uuid, 'customer', 'eur', md5('bench-owner-' || n)::uuid, 'open', 0, 1000000000000, now()
     from generate_series(1, $2::int) n`,
    [partnerId, customers],
  )
  const client = new Client({ connectionString: database.embedded.appUrl })
  await client.connect()
  return {
    partnerId,
    customers,
    sql: { query: (text, values = []) => client.query({ name: 'commit', text, values: [...values] }) as never },
    end: () => client.end(),
  }
}

const shareMax = 100

/** Books so many transfers between random customers, a hundred a call; returns how many a second. */
export async function transferMany(
  { sql, partnerId, customers }: Books,
  count: number,
  share = shareMax,
): Promise<number> {
  const started = performance.now()
  for (let done = 0; done < count; done += share) {
    const batch = new Batch()
    const now = new Date()
    for (let o = 1; o <= share; o += 1) {
      const from = 1 + Math.floor(Math.random() * customers)
      const to = (from % customers) + 1
      const transfer = {
        id: uuidv7(now),
        source: { ownerId: ownerOf(from), externalUserId: `bench-${from}`, accountId: accountOf(from) },
        destination: { ownerId: ownerOf(to), externalUserId: `bench-${to}`, accountId: accountOf(to) },
        money: { asset: 'eur', units: 1n },
        createdAt: now,
      }
      const origin = { actor: 'system:bench', partnerId, requestId: transfer.id }
      addItem(
        batch,
        { origin, now, effects: [bookTransfer(transfer)], rows: [transferRow(partnerId, transfer)] },
        new Map(),
        {},
      )
    }
    const { rows } = await sql.query(
      `select o, verdict from work.commit(${batchPlaceholders})`,
      batch.parameters(refusalAnswers),
    )
    if (rows.length > 0) throw new Error(`a transfer was refused: ${JSON.stringify(rows[0])}`)
  }
  return count / ((performance.now() - started) / 1000)
}
