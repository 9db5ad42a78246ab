/**
 * The conditions of a list query with their values. Only what is asked for stands in the text, so that the index of the
 * narrowest condition is taken.
 */
export class Conditions {
  readonly values: unknown[] = []
  readonly #conditions: string[] = []

  /** `condition` ends where the value stands: `'state ='`. Left out where the value is undefined. */
  add(condition: string, value: unknown): this {
    if (value !== undefined) this.#conditions.push(`${condition} ${this.place(value)}`)
    return this
  }

  /** Where a value stands that is no condition, such as the limit: `$3`. */
  place(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  get text(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' and ')
  }
}
