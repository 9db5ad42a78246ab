import { type Money, parseAmount } from './money.ts'
import { invalidField } from './problem.ts'

/**
 * The amount of a request whose schema has already read it as decimal text (`contract/kernel/fields.ts`).
 * Throws the P403 problem of that field where the schema could not know better: too large, or too many decimals.
 */
export function amountOf(field: string, text: string, asset: string): Money {
  const parsed = parseAmount(text, asset)
  if (!parsed.ok) throw invalidField(field, parsed.message)
  return parsed.money
}
