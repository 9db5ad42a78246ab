import { type Amount, decimalsOf, formatUnits, parseUnits } from './amount.ts'

/** More decimals than any currency of ISO 4217 has. */
const SCALE = 5

/** What a group header declares about its transactions. */
export interface DeclaredTotals {
  readonly numberOfTransactions?: number
  readonly controlSum?: string
}

/** The count and the control sum of transactions (amounts are added whatever their currency: ISO 20022, ControlSum). */
export function totalsOf(amounts: readonly Amount[]): Required<DeclaredTotals> {
  const text = formatUnits(sum(amounts), SCALE)
  return { numberOfTransactions: amounts.length, controlSum: text.replace(/0{0,3}$/, '') }
}

/** What is wrong with declared totals, in words; undefined when they fit the transactions. */
export function totalsFault(declared: DeclaredTotals, amounts: readonly Amount[]): string | undefined {
  const { numberOfTransactions, controlSum } = declared
  if (numberOfTransactions !== undefined && numberOfTransactions !== amounts.length) {
    return `${numberOfTransactions} transactions are declared, ${amounts.length} are there`
  }
  if (controlSum === undefined) return undefined
  const found = sum(amounts)
  if (controlSum.startsWith('-') || padded(controlSum) !== found) {
    return `a control sum of ${controlSum} is declared, the amounts add up to ${formatUnits(found, SCALE)}`
  }
  return undefined
}

/** What is wrong with a declared total, in words; undefined when it is the sum of the amounts, or not declared. */
export function totalFault(declared: Amount | undefined, amounts: readonly Amount[]): string | undefined {
  if (declared === undefined) return undefined
  const foreign = amounts.find(each => each.currency !== declared.currency)
  if (foreign !== undefined) return `a total in ${declared.currency} is declared over an amount in ${foreign.currency}`
  const found = amounts.reduce((total, each) => total + each.units, 0n)
  if (found === declared.units) return undefined
  const text = (units: bigint) => formatUnits(units, decimalsOf(declared.currency))
  return `a total of ${text(declared.units)} is declared, the amounts add up to ${text(found)}`
}

function sum(amounts: readonly Amount[]): bigint {
  let total = 0n
  for (const { currency, units } of amounts) total += units * 10n ** BigInt(SCALE - decimalsOf(currency))
  return total
}

/** In units of the scale, or -1 where the text has more decimals than amounts can have. */
function padded(controlSum: string): bigint {
  try {
    return parseUnits(controlSum, SCALE)
  } catch {
    return -1n
  }
}
