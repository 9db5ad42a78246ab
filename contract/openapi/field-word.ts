/**
 * What a field name of the wire means, and values that show it. Where a name is used twice, the first example that suits
 * the field's schema is taken.
 */
export interface FieldWord {
  readonly meaning: string
  readonly examples: readonly unknown[]
}

export const word = (meaning: string, ...examples: readonly unknown[]): FieldWord => ({ meaning, examples })

/** An id of the reference, by its last four digits. */
export const id = (last: string) => `019c9e5c-6f60-7b3a-8c1d-5a1e6f0b${last}`

/** The moment at which the reference's examples happen. */
export const at = '2026-03-02T09:30:00.000Z'
