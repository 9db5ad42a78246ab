import type { Hint } from './quality.ts'
import type { Tell } from './words/index.ts'

/** What to mind about a picture; said aloud when it changes. */
export const Hints = ({ hints, tell }: { readonly hints: readonly Hint[]; readonly tell: Tell }) => (
  <ul class="hints" aria-live="polite">
    {hints.length === 0 ? <li class="good">{tell('good')}</li> : hints.map(hint => <li key={hint}>{tell(hint)}</li>)}
  </ul>
)
