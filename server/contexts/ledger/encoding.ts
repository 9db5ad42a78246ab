import { hash } from 'node:crypto'

/*
 * The canonical encoding of a journal entry with its postings, and the Merkle tree over a block of them. Documented in
 * docs/books.md, so that anybody can check a proof with tools of their own.
 *
 * A leaf's bytes: the text fields of the entry, then those of each posting in the order of their lines; every field is
 * its UTF-8 length in decimal, a colon, and the text; a missing field is "-". So no two rows encode alike.
 */

export interface SealedPosting {
  readonly line: number
  readonly debitAccount: string
  readonly creditAccount: string
  readonly asset: string
  readonly units: string
  readonly onBehalf: string | null
  readonly debitVersion: string | null
  readonly debitBalance: string | null
  readonly creditVersion: string | null
  readonly creditBalance: string | null
  readonly bookedAt: string
}

export interface SealedEntry {
  readonly partnerId: string
  readonly id: string
  readonly kind: string
  readonly businessId: string
  readonly bookedAt: string
  readonly valueDate: string
  readonly actor: string
  readonly reason: string | null
  readonly requestId: string | null
  readonly cause: string | null
  readonly reverses: string | null
  readonly postings: readonly SealedPosting[]
}

const field = (text: string | null): string => (text === null ? '-' : `${Buffer.byteLength(text)}:${text}`)

/** The canonical text of an entry. Times are ISO 8601 with microseconds, as the database keeps them. */
export function encodeEntry(entry: SealedEntry): string {
  const head = [
    entry.partnerId,
    entry.id,
    entry.kind,
    entry.businessId,
    entry.bookedAt,
    entry.valueDate,
    entry.actor,
    entry.reason,
    entry.requestId,
    entry.cause,
    entry.reverses,
    String(entry.postings.length),
  ]
  const lines = entry.postings.flatMap(posting => [
    String(posting.line),
    posting.debitAccount,
    posting.creditAccount,
    posting.asset,
    posting.units,
    posting.onBehalf,
    posting.debitVersion,
    posting.debitBalance,
    posting.creditVersion,
    posting.creditBalance,
    posting.bookedAt,
  ])
  return [...head, ...lines].map(field).join('')
}

const hashBytes = 32

const sha256 = (...parts: Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer')

const leafPrefix = Buffer.of(0)
const nodePrefix = Buffer.of(1)

/** RFC 6962, section 2.1: leaves and nodes are hashed with different prefixes. */
export const leafHash = (entry: SealedEntry): Buffer => sha256(leafPrefix, Buffer.from(encodeEntry(entry)))

const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(nodePrefix, left, right)

/** One level up; an odd node at the end goes up as it is, which gives the tree of RFC 6962. */
function levelAbove(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let at = 0; at < level.length; at += 2) {
    const left = level[at] as Buffer
    const right = level[at + 1]
    above.push(right === undefined ? left : nodeHash(left, right))
  }
  return above
}

/** Hashes that stand one behind the other. */
export const hashesOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / hashBytes }, (_, index) =>
    bytes.subarray(index * hashBytes, (index + 1) * hashBytes),
  )

export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) throw new Error('a block has at least one leaf')
  let level = leaves
  while (level.length > 1) level = levelAbove(level)
  return level[0] as Buffer
}

export interface ProofStep {
  readonly side: 'left' | 'right'
  readonly hash: string
}

/** The neighbours on the way from a leaf to the root, hex. */
export function inclusionProof(leaves: readonly Buffer[], position: number): ProofStep[] {
  const steps: ProofStep[] = []
  let level = leaves
  let at = position
  while (level.length > 1) {
    const neighbour = level[at ^ 1]
    if (neighbour !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: neighbour.toString('hex') })
    level = levelAbove(level)
    at >>= 1
  }
  return steps
}

/** The root that a leaf and its proof lead to. */
export const rootOfProof = (leaf: Buffer, proof: readonly ProofStep[]): Buffer =>
  proof.reduce(
    (below, step) =>
      step.side === 'right'
        ? nodeHash(below, Buffer.from(step.hash, 'hex'))
        : nodeHash(Buffer.from(step.hash, 'hex'), below),
    leaf,
  )

export interface BlockHead {
  readonly number: bigint
  readonly previousHash: Buffer
  readonly root: Buffer
  readonly leaves: number
  readonly sealedAt: string
}

/** The hash that the next block and the signature bind. */
export const blockHash = (head: BlockHead): Buffer =>
  sha256(
    Buffer.from(
      [
        String(head.number),
        head.previousHash.toString('hex'),
        head.root.toString('hex'),
        String(head.leaves),
        head.sealedAt,
      ]
        .map(field)
        .join(''),
    ),
  )

/** What the first block is chained to. */
export const genesisHash = Buffer.alloc(32)
