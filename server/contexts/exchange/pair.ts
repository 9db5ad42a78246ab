import { type AssetSlug, parseCurrency } from '@florin/contract/assets.ts'
import { invalidField, Problem } from '../../kit/problem.ts'

/** What is given and what is received. */
export interface Pair {
  readonly from: AssetSlug
  readonly to: AssetSlug
}

/** The pair as a partner wrote it. Throws P410 for an unknown currency, P403 for twice the same. */
export function pairOf({ currencyFrom, currencyTo }: { currencyFrom: string; currencyTo: string }): Pair {
  const from = parseCurrency(currencyFrom)
  const to = parseCurrency(currencyTo)
  if (from === undefined || to === undefined) throw new Problem('P410')
  if (from === to) throw invalidField('currencyTo', 'must differ from currencyFrom')
  return { from, to }
}
