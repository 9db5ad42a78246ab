import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { realNow } from '../../kit/clock/clock.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { blockHash, genesisHash, hashesOf, merkleRoot } from './encoding.ts'
import { insertBlock, lastBlock, readHorizon, sealLeaves, sumHouseSides } from './seal-store.ts'

/** Entries of a block, about. */
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
    const number = previous === undefined ? 0n : previous.number + 1n
    const below = await readHorizon(work.sql)
    const from = previous?.horizon ?? '0'
    const leaves = await sealLeaves(work.sql, number, { from, below, limit: leavesMax })
    if (leaves === undefined) return false
    const full = leaves.count >= leavesMax
    const head = {
      number,
      previousHash: previous?.hash ?? genesisHash,
      root: merkleRoot(hashesOf(leaves.hashes)),
      leaves: leaves.count,
      sealedAt: realNow().toISOString().replace('Z', '000Z'),
    }
    const hash = blockHash(head)
    const block = {
      ...head,
      hash,
      // A full block ends with a whole transaction: the next one begins after it.
      horizon: full ? String(BigInt(leaves.lastXid) + 1n) : below,
      earliest: leaves.earliest,
      latest: leaves.latest,
      keyId: keyIdOf(key),
      signature: sign(null, hash, key),
    }
    await insertBlock(work.sql, block, await sumHouseSides(work.sql, leaves))
    return full
  })
}
