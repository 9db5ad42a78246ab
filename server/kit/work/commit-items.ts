import { addItem, type Item, sealItem } from './batch.ts'
import { Batch } from './batch-rows.ts'
import { commitBatch } from './store.ts'
import { refusalAnswers } from './verdict.ts'
import type { Work } from './work.ts'

/**
 * Writes many items in the open transaction by one call: each as a whole, or not at all. The items' own origins count,
 * so they may be of many partners. Returns the verdicts of those that were refused, by index; nothing of them is written,
 * and the transaction goes on.
 */
export async function commitItems(work: Work, items: readonly Item[]): Promise<ReadonlyMap<number, string>> {
  if (items.length === 0) return new Map()
  const sealings = await Promise.all(items.map(item => sealItem(item, work.vault)))
  const batch = new Batch(items.length)
  for (const [index, item] of items.entries()) {
    addItem(batch, item, sealings[index] ?? new Map(), work.listeners)
  }
  const refused = await commitBatch(work.sql, batch, refusalAnswers)
  return new Map(refused.map(({ o, verdict }) => [o - 1, verdict]))
}
