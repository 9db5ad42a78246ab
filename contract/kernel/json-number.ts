/**
 * A JSON number that keeps its source text, so that an amount never passes through a float.
 * The server's JSON reader makes one of every number in a request, and its writer prints `source` verbatim.
 */
export class JsonNumber {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  /** Only for tests and for fields that are small integers; never for money. */
  valueOf(): number {
    return Number(this.source)
  }
}
