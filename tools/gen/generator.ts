/** Something that writes files nobody edits by hand. */
export type Generator = {
  readonly name: string
  /** Paths from the root; one that ends with a slash is a folder in which every file is generated. */
  readonly outputs: readonly string[]
  /** The text of every output, by its path from the root. The same input gives the same text. */
  run(): Promise<ReadonlyMap<string, string>>
}
