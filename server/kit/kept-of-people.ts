/** What becomes of what is kept of a person when the person is erased. */
export type Erasure =
  /** It is sealed under the person's data key, and nobody can read it any more. */
  | 'with the key'
  /** These columns are emptied in the row. */
  | { readonly emptied: readonly string[] }
  /** All of it is forgotten so many days after it was written, whoever it is about. */
  | { readonly afterDays: number }
  /** It stays, and why it may. */
  | { readonly stays: string }

/** What a table keeps of a person: where the export of the person's data tells it, or why it does not; and its end. */
export type Kept =
  | { readonly told: readonly string[]; readonly erased: Erasure }
  | { readonly untold: string; readonly erased: Erasure }
  /** Nothing of any user; and what it is instead. */
  | { readonly nobody: string }

/** By table, as `schema.table`. */
export type KeptOfPeople = Readonly<Record<string, Kept>>

const repeats = 'It repeats what the records tell'

/** The kit's own tables. */
export const kitKept: KeptOfPeople = {
  'events.event': { untold: `${repeats}, as the partner was told it.`, erased: 'with the key' },
  'jobs.job': { untold: 'Ids, until the work is done.', erased: { stays: 'Ids only.' } },
  'vault.data_key': { untold: 'A wrapped key, which tells nothing.', erased: { emptied: ['wrapped'] } },
  'work.lease': { nobody: 'Which process of ours does what.' },
  'work.idempotency': { untold: `${repeats}, as a call was answered.`, erased: { afterDays: 8 } },
}
