import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { realNow } from '../../kit/clock/clock.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { blockHash, genesisHash, leafHash, merkleRoot, type SealedEntry } from './encoding.ts'
import { findUnsealed, type HouseDelta, insertBlock, lastBlock, readHorizon } from './seal-store.ts'

const leavesMax = 5_000

/** The short name of a signing key: the hash of its public half. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update((key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

/**
 * Seals what is committed for good and in no block yet; true when there may be more. Only one process may do this at a
 * time (a lease sees to it, and the block's number as key catches what a lease cannot).
 *
 * What is committed for good: an entry carries the id of its transaction, and no transaction below the oldest running
 * one can commit any more. So no entry can appear behind a block.
 */
export async function sealNextBlock(kernel: Kernel, key: KeyObject): Promise<boolean> {
  return transact(kernel, { actor: 'system:sealer', partnerId: NIL_ID }, async work => {
    const previous = await lastBlock(work.sql)
    const below = await readHorizon(work.sql)
    const entries = await findUnsealed(work.sql, previous?.horizon ?? '0', below, leavesMax)
    const last = entries.at(-1)
    if (last === undefined) return false
    const full = entries.length === leavesMax
    const leaves = entries.map(entry => ({ partnerId: entry.partnerId, entryId: entry.id, hash: leafHash(entry) }))
    const head = {
      number: previous === undefined ? 0n : previous.number + 1n,
      previousHash: previous?.hash ?? genesisHash,
      root: merkleRoot(leaves.map(leaf => leaf.hash)),
      leaves: leaves.length,
      sealedAt: realNow().toISOString().replace('Z', '000Z'),
    }
    const hash = blockHash(head)
    const times = entries.map(entry => entry.bookedAt).sort()
    await insertBlock(
      work.sql,
      {
        ...head,
        hash,
        // A full block may have cut a transaction in two: the next one begins in it again.
        horizon: full ? last.xid : below,
        earliest: times[0] as string,
        latest: times.at(-1) as string,
        keyId: keyIdOf(key),
        signature: sign(null, hash, key),
      },
      leaves,
      houseDeltas(entries),
    )
    return full
  })
}

/** The sides of house accounts have no version; those of customers are kept on the account itself. */
function houseDeltas(entries: readonly SealedEntry[]): HouseDelta[] {
  const deltas = new Map<string, { partnerId: string; accountId: string; units: bigint }>()
  const add = (partnerId: string, accountId: string, units: bigint): void => {
    const key = `${partnerId}/${accountId}`
    const known = deltas.get(key)
    if (known === undefined) deltas.set(key, { partnerId, accountId, units })
    else known.units += units
  }
  for (const { partnerId, postings } of entries) {
    for (const { debitAccount, creditAccount, debitVersion, creditVersion, units } of postings) {
      if (debitVersion === null) add(partnerId, debitAccount, -BigInt(units))
      if (creditVersion === null) add(partnerId, creditAccount, BigInt(units))
    }
  }
  return [...deltas.values()]
}
