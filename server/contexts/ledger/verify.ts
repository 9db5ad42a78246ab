import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import type { Sql } from '../../kit/sql.ts'
import { findBreaches } from './breach-store.ts'
import { blockHash, genesisHash, leafHash, merkleRoot } from './encoding.ts'
import type { Finding } from './finding.ts'
import { keyIdOf } from './seal.ts'
import { type BlockRow, countUnsealed, findBlocks, findEntriesOfBlock, findLeaves } from './seal-store.ts'

export interface Report {
  readonly sound: boolean
  readonly blocks: number
  readonly entries: number
  /** Entries that no block covers yet: not checked against tampering, only against the laws. */
  readonly unsealed: number
  readonly head: string | undefined
  readonly findings: readonly Finding[]
}

const blocksAtOnce = 50

/**
 * Replays the books: each sealed row against its leaf, each block against its root, its predecessor and its signature,
 * then the laws (balances equal the postings, assets sum to zero, versions have no gap). Stops a block at its first
 * broken row. `keys` are the public halves of the sealing keys; `anchor` is an exported head that must be in the chain.
 */
export async function verifyBooks(
  sql: Sql,
  keys: readonly KeyObject[],
  anchor?: { number: bigint; hash: string },
): Promise<Report> {
  const byId = new Map(keys.map(key => [keyIdOf(key), key.type === 'private' ? createPublicKey(key) : key]))
  const findings: Finding[] = []
  const unknown = new Map<string, { first: bigint; last: bigint }>()
  let previous: BlockRow | undefined
  let blocks = 0
  let entries = 0
  for (;;) {
    const slice = await findBlocks(sql, previous === undefined ? 0n : previous.number + 1n, blocksAtOnce)
    if (slice.length === 0) break
    for (const block of slice) {
      blocks += 1
      entries += block.leaves
      const finding = (await checkRows(sql, block)) ?? checkHead(block, previous, byId)
      if (finding !== undefined) findings.push(finding)
      else if (!byId.has(block.keyId)) {
        unknown.set(block.keyId, { first: unknown.get(block.keyId)?.first ?? block.number, last: block.number })
      }
      if (anchor?.number === block.number && anchor.hash !== block.hash.toString('hex')) {
        findings.push({ law: 'anchor', row: `block ${block.number}`, detail: 'the exported head has another hash' })
      }
      previous = block
    }
  }
  // Once a key: it is missing here rather than that each of its blocks was changed.
  for (const [keyId, { first, last }] of unknown) {
    const row = first === last ? `block ${first}` : `blocks ${first} to ${last}`
    const detail = `signed with a key that is not given (${keyId}): if it was ours, give it as FORMER_SEALING_KEYS`
    findings.push({ law: 'signature', row, detail })
  }
  if (anchor !== undefined && (previous === undefined || previous.number < anchor.number)) {
    findings.push({
      law: 'anchor',
      row: `block ${anchor.number}`,
      detail: 'the exported head is not in the chain any more',
    })
  }
  findings.push(...(await findBreaches(sql)))
  return {
    sound: findings.length === 0,
    blocks,
    entries,
    unsealed: await countUnsealed(sql, previous?.horizon ?? '0'),
    head: previous?.hash.toString('hex'),
    findings,
  }
}

async function checkRows(sql: Sql, block: BlockRow): Promise<Finding | undefined> {
  const leaves = await findLeaves(sql, block.number)
  const rows = new Map((await findEntriesOfBlock(sql, block.number)).map(row => [`${row.partnerId}/${row.id}`, row]))
  for (const leaf of leaves) {
    const row = `entry ${leaf.entryId} of partner ${leaf.partnerId} (block ${block.number})`
    const entry = rows.get(`${leaf.partnerId}/${leaf.entryId}`)
    if (entry === undefined) return { law: 'sealed-row', row, detail: 'the entry is gone' }
    if (!leafHash(entry).equals(leaf.hash))
      return { law: 'sealed-row', row, detail: 'the entry or one of its postings was changed' }
  }
  if (leaves.length !== block.leaves) {
    return {
      law: 'sealed-block',
      row: `block ${block.number}`,
      detail: `${leaves.length} leaves instead of ${block.leaves}`,
    }
  }
  if (!merkleRoot(leaves.map(leaf => leaf.hash)).equals(block.root)) {
    return { law: 'sealed-block', row: `block ${block.number}`, detail: 'the leaves do not give the root' }
  }
  return undefined
}

function checkHead(
  block: BlockRow,
  previous: BlockRow | undefined,
  keys: ReadonlyMap<string, KeyObject>,
): Finding | undefined {
  const row = `block ${block.number}`
  const number = previous === undefined ? 0n : previous.number + 1n
  if (block.number !== number) return { law: 'chain', row, detail: `block ${number} is gone` }
  if (!block.previousHash.equals(previous?.hash ?? genesisHash))
    return { law: 'chain', row, detail: 'it does not follow its predecessor' }
  if (!blockHash(block).equals(block.hash)) return { law: 'chain', row, detail: 'its hash is not that of its head' }
  const key = keys.get(block.keyId)
  if (key !== undefined && !verifySignature(null, block.hash, key, block.signature))
    return { law: 'signature', row, detail: 'the signature is not right' }
  return undefined
}
