/** A small tree: path to text. */
export type SampleTree = Readonly<Record<string, string>>

/** What a rule lets pass, and what it must find: `path:line` of each finding, in order. */
export type Samples = {
  readonly passes: readonly SampleTree[]
  readonly fails: readonly { readonly tree: SampleTree; readonly at: readonly string[] }[]
}
