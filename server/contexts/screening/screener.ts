import type { Topic } from './entry.ts'
import type { Evidence, ScreenedPerson } from './match.ts'

/** A person of a list who may be the one that was asked about. */
export interface Finding {
  readonly list: string
  readonly entityId: string
  /** Of what the list says of the person: another one, and a hit that was dismissed is looked at again. */
  readonly entryHash: string
  readonly name: string
  readonly topics: readonly Topic[]
  readonly programmes: readonly string[]
  /** 0–100. */
  readonly score: number
  readonly evidence: readonly Evidence[]
}

/**
 * Compares people with lists: ours by default, a provider's instead. A call reads only and may be repeated. It throws
 * `Unavailable` when there is no answer: then nothing is known, which is not the same as nothing found.
 */
export interface Screener {
  /** Which rules and lists judge, as it is kept with what they find. */
  readonly rules: string
  search(person: ScreenedPerson): Promise<readonly Finding[]>
}
