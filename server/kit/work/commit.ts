import { addItem, sealItem } from './batch.ts'
import { Batch } from './batch-rows.ts'
import type { Decision, Effects, Saved, Store } from './decision.ts'
import { saved } from './decision.ts'
import { commitBatch } from './store.ts'
import { refusalAnswers, refusalOf } from './verdict.ts'
import type { Work } from './work.ts'

function flatten(all: readonly Saved[]): Saved[] {
  return all.flatMap(one => [one, ...flatten(one.also)])
}

/**
 * Writes a decision in the open transaction: its row and those of `also`, the postings and holds, the history, the
 * events, the jobs and the audit notes. Throws the refusal (`Problem`) that the posting function's verdict means, and
 * `StaleRow` when a row was changed since it was loaded; either way the transaction must be rolled back.
 */
export async function commit<T>(work: Work, store: Store<T>, decision: Decision<T>): Promise<T> {
  const all = flatten([saved(store, decision)])
  for (const one of all) await one.save(work)
  await commitEffects(
    work,
    all.map(one => one.effects),
  )
  return decision.next
}

/** The effects alone, for what has no row of its own. */
export async function commitEffects(work: Work, effects: readonly Effects[]): Promise<void> {
  const item = { origin: work, now: work.now, effects }
  const batch = new Batch()
  addItem(batch, item, await sealItem(item, work.vault), work.listeners)
  if (batch.isEmpty) return
  const [refused] = await commitBatch(work.sql, batch, refusalAnswers)
  if (refused !== undefined) throw refusalOf(refused.verdict)
}
