import type { Sql } from '../../kit/sql.ts'
import { encodeEntry, inclusionProof, leafHash, type ProofStep } from './encoding.ts'
import { findBlocks, findEntriesOfBlock, findLeaves, findLeavesOf } from './seal-store.ts'

/** That an entry is in sealed history, in a form that its owner can check without us (docs/books.md). */
export interface EntryProof {
  readonly entryId: string
  readonly kind: string
  /** The canonical text of the entry as it is now; the leaf is its hash, hex. */
  readonly entry: string
  readonly leaf: string
  readonly steps: ProofStep[]
  readonly root: string
  readonly block: number
  readonly blockHash: string
  readonly keyId: string
  /** Base64. */
  readonly signature: string
}

/** The proofs of a transaction's entries, those that a block covers. */
export async function proveTransaction(sql: Sql, partnerId: string, transactionId: string): Promise<EntryProof[]> {
  const proofs: EntryProof[] = []
  for (const { entryId, blockNumber, position } of await findLeavesOf(sql, partnerId, transactionId)) {
    const [block] = await findBlocks(sql, blockNumber, 1)
    const entry = (await findEntriesOfBlock(sql, blockNumber)).find(({ id }) => id === entryId)
    if (block === undefined || entry === undefined) continue
    const leaves = await findLeaves(sql, blockNumber)
    proofs.push({
      entryId,
      kind: entry.kind,
      entry: encodeEntry(entry),
      leaf: leafHash(entry).toString('hex'),
      steps: inclusionProof(
        leaves.map(({ hash }) => hash),
        position,
      ),
      root: block.root.toString('hex'),
      block: Number(block.number),
      blockHash: block.hash.toString('hex'),
      keyId: block.keyId,
      signature: block.signature.toString('base64'),
    })
  }
  return proofs
}
