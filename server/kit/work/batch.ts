import { uuidv7 } from '../ids.ts'
import type { Vault } from '../vault.ts'
import type { BatchInput } from './batch-columns.ts'
import type { Effects, TableRow } from './decision.ts'
import type { Listeners, Origin } from './work.ts'

/** The answer to store under an idempotency key, in the same transaction as the effect. */
export interface KeyedAnswer {
  readonly key: string
  readonly method: string
  readonly path: string
  readonly bodyHash: string
  readonly status: number
  readonly answer: string
}

/** Ciphertext of what an item's drafts hold of personal data; made before the batch, because a key may have to be fetched. */
type Sealings = ReadonlyMap<object, Buffer>

/** One item of a call to `work.commit`: written as a whole or refused as a whole. */
export interface Item {
  readonly origin: Origin
  readonly now: Date
  readonly effects: readonly Effects[]
  readonly rows?: readonly TableRow[]
  readonly keyed?: KeyedAnswer
}

const nothingSealed: Sealings = new Map()

/** Seals the personal parts of an item. Costs nothing where there are none. */
export async function sealItem(item: Item, vault: Vault): Promise<Sealings> {
  let sealings: Map<object, Buffer> | undefined
  for (const effects of item.effects) {
    for (const draft of effects.emit ?? []) {
      if (draft.dataKeyId === undefined) continue
      sealings ??= new Map()
      sealings.set(draft, await vault.sealBytes(item.origin.partnerId, draft.dataKeyId, JSON.stringify(draft.body)))
    }
    for (const line of effects.tell ?? []) {
      if (line.personal === undefined) continue
      const { dataKeyId, ...personal } = line.personal
      sealings ??= new Map()
      sealings.set(line, await vault.sealBytes(item.origin.partnerId, dataKeyId, JSON.stringify(personal)))
    }
  }
  return sealings ?? nothingSealed
}

/** Adds an item under its number (from 1) to the flat arrays that the database reads. */
export function addItem(batch: BatchInput, o: number, item: Item, sealings: Sealings, listeners: Listeners): void {
  const { origin, now } = item
  const by = { actor: origin.actor, request_id: origin.requestId, cause: origin.cause }
  const partner_id = origin.partnerId
  for (const effects of item.effects) {
    // A history row shows the balance after the entry of the same item that touches its account.
    let lastEntry: string | undefined
    for (const entry of effects.post ?? []) {
      const id = uuidv7(now)
      lastEntry = id
      batch.entries.push({
        o,
        partner_id,
        id,
        kind: entry.kind,
        business_id: entry.businessId,
        value_date: entry.valueDate,
        reason: origin.reason,
        reverses: entry.reverses,
        ...by,
      })
      entry.lines.forEach((line, i) => {
        batch.lines.push({
          o,
          i: i + 1,
          partner_id,
          entry_id: id,
          debit: line.debit,
          credit: line.credit,
          asset: line.money.asset,
          units: String(line.money.units),
          forced: line.forced ?? false,
        })
      })
    }
    for (const hold of effects.hold ?? []) {
      batch.holds.push({
        o,
        op: hold.op,
        partner_id,
        id: hold.id,
        account_id: hold.accountId,
        asset: hold.money.asset,
        units: String(hold.money.units),
        ...(hold.op === 'place' ? { kind: hold.kind, business_id: hold.businessId, expires_at: hold.expiresAt } : {}),
      })
    }
    for (const line of effects.tell ?? []) {
      batch.history.push({
        o,
        partner_id,
        owner_id: line.ownerId,
        id: line.id,
        type: line.type,
        direction: line.direction,
        status: line.status,
        account_id: line.accountId,
        asset: line.money.asset,
        units: String(line.money.units),
        fee_units: line.fee === undefined ? undefined : String(line.fee.units),
        fee_asset: line.fee?.asset,
        counterparty: line.counterparty,
        reference: line.reference,
        sealed: sealings.get(line),
        entry_id: lastEntry,
        created_at: line.createdAt,
        completed_at: line.completedAt,
        moves_on: line.movesOn ?? false,
      })
    }
    for (const draft of effects.emit ?? []) {
      const id = uuidv7(now)
      const kept =
        draft.dataKeyId === undefined
          ? { body: JSON.stringify(draft.body) }
          : { sealed: sealings.get(draft), data_key_id: draft.dataKeyId }
      batch.events.push({
        o,
        id,
        partner_id,
        type: draft.type,
        subject: draft.subject,
        version: draft.version,
        created_at: now,
        ...kept,
        ...by,
      })
      for (const kind of listeners[draft.type] ?? []) {
        batch.jobs.push({
          o,
          id: uuidv7(now),
          partner_id,
          kind,
          key: id,
          payload: { eventId: id, subject: draft.subject },
          due_at: now,
          created_at: now,
          ...by,
          cause: id,
        })
      }
    }
    for (const job of effects.then ?? []) {
      batch.jobs.push({
        o,
        id: uuidv7(now),
        partner_id,
        kind: job.kind,
        key: job.key,
        payload: job.payload,
        due_at: job.dueAt ?? now,
        created_at: now,
        ...by,
      })
    }
    for (const note of effects.note ?? []) {
      batch.audit.push({
        o,
        id: uuidv7(now),
        partner_id,
        at: now,
        reason: origin.reason,
        action: note.action,
        subject: note.subject,
        detail: note.detail,
        ...by,
      })
    }
  }
  for (const row of item.rows ?? []) batch.rows.push({ o, table: row.table, row: row.row })
  if (item.keyed !== undefined) {
    const { key, method, path, bodyHash, status, answer } = item.keyed
    batch.answers.push({
      o,
      partner_id,
      key,
      method,
      path,
      body_hash: Buffer.from(bodyHash, 'hex'),
      status,
      answer,
      request_id: origin.requestId ?? '',
      created_at: now,
    })
  }
}
