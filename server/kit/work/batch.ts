import { uuidv7 } from '../ids.ts'
import type { Vault } from '../vault.ts'
import type { Batch } from './batch-rows.ts'
import type { Effects, EventDraft, HistoryLine, TableRow } from './decision.ts'
import type { Listeners, Origin } from './work.ts'

/** The answer to store under an idempotency key, in the same transaction as the effect. */
export interface KeyedAnswer {
  readonly key: string
  readonly method: string
  readonly path: string
  /** In hex. */
  readonly bodyHash: string
  readonly status: number
  readonly answer: string
}

/** Ciphertext of what an item's drafts hold of personal data; made before the batch, because a key may have to be fetched. */
export type Sealings = ReadonlyMap<object, Buffer>

/** One item of a call to `work.commit`: written as a whole or refused as a whole. */
export interface Item {
  readonly origin: Origin
  readonly now: Date
  readonly effects: readonly Effects[]
  readonly rows?: readonly TableRow[]
  readonly keyed?: KeyedAnswer
}

export const nothingSealed: Sealings = new Map()

/** Whether an item holds personal data. */
export const needsSealing = (item: Item): boolean =>
  item.effects.some(
    ({ emit, tell }) =>
      emit?.some(draft => draft.dataKeyId !== undefined) === true || tell?.some(line => line.personal !== undefined),
  )

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

/** Adds an item, the next, to the flat arrays that the database reads. */
export function addItem(batch: Batch, item: Item, sealings: Sealings, listeners: Listeners): void {
  const { origin, now } = item
  const { partnerId } = origin
  const entryIds: string[] = []
  const o = batch.entryIds.push(entryIds)
  batch.item.partnerId.add(partnerId)
  batch.item.actor.add(origin.actor)
  batch.item.reason.add(origin.reason)
  batch.item.requestId.add(origin.requestId)
  batch.item.cause.add(origin.cause)
  batch.item.at.add(now)
  const firstLine = batch.lines.length
  for (const effects of item.effects) {
    for (const { kind, businessId, valueDate, reverses, lines } of effects.post ?? []) {
      const id = uuidv7(now)
      entryIds.push(id)
      batch.entry.o.add(o)
      batch.entry.id.add(id)
      batch.entry.kind.add(kind)
      batch.entry.businessId.add(businessId)
      batch.entry.valueDate.add(valueDate)
      batch.entry.reverses.add(reverses)
      for (const line of lines) batch.addLine(partnerId, line)
    }
    for (const hold of effects.hold ?? []) {
      batch.holds.push({
        place: batch.account(partnerId, hold.accountId),
        row: {
          o,
          op: hold.op,
          id: hold.id,
          asset: hold.money.asset,
          units: String(hold.money.units),
          ...(hold.op === 'place' ? { kind: hold.kind, business_id: hold.businessId, expires_at: hold.expiresAt } : {}),
        },
      })
    }
    for (const { ownerId, operation, eurCents, takenAt } of effects.use ?? []) {
      const counter = batch.counter(partnerId, ownerId, operation)
      batch.uses.push({ o, counter, cents: String(eurCents), takenAt })
    }
    for (const line of effects.tell ?? []) {
      addHistory(batch.history, o, line, lastLineOf(batch, firstLine, line.accountId), sealings.get(line))
    }
    for (const draft of effects.emit ?? []) {
      const id = uuidv7(now)
      addEvent(batch.event, o, id, draft, sealings.get(draft))
      for (const kind of listeners[draft.type] ?? []) {
        const payload = { eventId: id, subject: draft.subject }
        batch.jobs.push({ o, id: uuidv7(now), kind, key: id, payload, cause: id })
      }
    }
    for (const { kind, key, payload, dueAt } of effects.then ?? []) {
      batch.jobs.push({ o, id: uuidv7(now), kind, key, payload, due_at: dueAt })
    }
    for (const { action, subject, detail } of effects.note ?? []) {
      batch.audit.push({ o, id: uuidv7(now), action, subject, detail })
    }
  }
  for (const row of item.rows ?? []) batch.addRow(o, row)
  if (item.keyed !== undefined) {
    const { answer } = batch
    answer.o.add(o)
    answer.key.add(item.keyed.key)
    answer.method.add(item.keyed.method)
    answer.path.add(item.keyed.path)
    answer.bodyHash.add(item.keyed.bodyHash)
    answer.status.add(item.keyed.status)
    answer.answer.add(item.keyed.answer)
  }
}

/** `at`: the place of the item's last line on the account, as `lastLineOf` says it. */
function addHistory(
  history: Batch['history'],
  o: number,
  line: HistoryLine,
  at: number,
  sealed: Buffer | undefined,
): void {
  history.o.add(o)
  history.ownerId.add(line.ownerId)
  history.id.add(line.id)
  history.type.add(line.type)
  history.direction.add(line.direction)
  history.status.add(line.status)
  history.accountId.add(line.accountId)
  history.asset.add(line.money.asset)
  history.units.add(String(line.money.units))
  history.feeUnits.add(line.fee && String(line.fee.units))
  history.feeAsset.add(line.fee?.asset)
  history.counterparty.add(line.counterparty)
  history.reference.add(line.reference)
  history.sealed.add(sealed)
  history.line.add(at)
  history.createdAt.add(line.createdAt)
  history.completedAt.add(line.completedAt)
  history.movesOn.add(line.movesOn ?? false)
}

function addEvent(event: Batch['event'], o: number, id: string, draft: EventDraft, sealed: Buffer | undefined): void {
  const isSealed = draft.dataKeyId !== undefined
  event.o.add(o)
  event.id.add(id)
  event.type.add(draft.type)
  event.subject.add(draft.subject)
  event.version.add(draft.version)
  event.body.add(isSealed ? undefined : JSON.stringify(draft.body))
  event.sealed.add(isSealed ? sealed : undefined)
  event.dataKeyId.add(draft.dataKeyId)
}

/** The place of the item's last line on an account, from 1; negative where it debits it, 0 where there is none. */
function lastLineOf({ lines }: Batch, firstLine: number, accountId: string): number {
  for (let at = lines.length; at > firstLine; at -= 1) {
    const line = lines[at - 1]
    if (line?.credit.id === accountId) return at
    if (line?.debit.id === accountId) return -at
  }
  return 0
}
