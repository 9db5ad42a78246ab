import type { PayeeAnswer, PayeeQuestion } from '../../../contexts/sepa/index.ts'

/** What the receiving banks of the sandbox do with a payment. */
export type Outcome =
  | { readonly kind: 'accept' }
  /** Refused before it settles. */
  | { readonly kind: 'reject'; readonly code: string }
  /** Settles, and comes back three TARGET days later. */
  | { readonly kind: 'return'; readonly code: string }

/** By the last four digits of the IBAN. docs/magic-values.md lists an IBAN for each. */
export const magicEndings: Readonly<Record<string, Outcome>> = {
  '9901': { kind: 'reject', code: 'AC01' },
  '9903': { kind: 'reject', code: 'MS03' },
  '9904': { kind: 'reject', code: 'AC04' },
  '9906': { kind: 'reject', code: 'AC06' },
  '9907': { kind: 'reject', code: 'MD07' },
  '9908': { kind: 'reject', code: 'AG01' },
  '9909': { kind: 'reject', code: 'RR04' },
  '9801': { kind: 'return', code: 'AC01' },
  '9802': { kind: 'return', code: 'MS02' },
  '9803': { kind: 'return', code: 'MS03' },
  '9804': { kind: 'return', code: 'AC04' },
  '9806': { kind: 'return', code: 'AC06' },
  '9807': { kind: 'return', code: 'MD07' },
  '9808': { kind: 'return', code: 'AG01' },
  '9809': { kind: 'return', code: 'RR04' },
}

/** How the answer to an instant payment goes. */
export type Silence =
  | { readonly kind: 'answered' }
  /** The answer is lost: what became of the payment has to be asked. Nobody knows for so long. */
  | { readonly kind: 'lost-answer'; readonly decidesAfterMs: number }
  /** The payment itself is lost. */
  | { readonly kind: 'lost-payment' }

const magicSilences: Readonly<Record<string, { readonly silence: Silence; readonly outcome: Outcome }>> = {
  '9701': { silence: { kind: 'lost-answer', decidesAfterMs: 0 }, outcome: { kind: 'accept' } },
  '9702': { silence: { kind: 'lost-answer', decidesAfterMs: 0 }, outcome: { kind: 'reject', code: 'AB05' } },
  '9703': { silence: { kind: 'lost-payment' }, outcome: { kind: 'accept' } },
  '9704': { silence: { kind: 'lost-answer', decidesAfterMs: 25_000 }, outcome: { kind: 'accept' } },
}

export const silenceOf = (iban: string): Silence => magicSilences[iban.slice(-4)]?.silence ?? { kind: 'answered' }

export const instantOutcomeOf = (iban: string): Outcome => magicSilences[iban.slice(-4)]?.outcome ?? outcomeOf(iban)

/** Countries whose banks take SCT Inst in the sandbox; to others money goes by batch. */
export const instantCountries = ['BE', 'ES', 'FR', 'IT', 'NL'] as const

export const outcomeOf = (iban: string): Outcome => magicEndings[iban.slice(-4)] ?? { kind: 'accept' }

/** What the receiver's bank says of the name of an account holder. Undefined: it does not answer. */
export function payeeAnswerTo({ name, iban }: PayeeQuestion): PayeeAnswer | undefined {
  const ending = iban.slice(-4)
  if (ending === '9501') return { match: 'NMTC', matchedName: null }
  if (ending === '9502') return { match: 'CMTC', matchedName: `${name} Junior` }
  if (ending === '9503') return { match: 'NOAP', matchedName: null }
  return ending === '9504' ? undefined : { match: 'MTCH', matchedName: null }
}

/** What the bank that was paid does with a recall: it gives the money back on the next TARGET day, refuses, or stays silent. */
export type RecallOutcome =
  | { readonly kind: 'give-back' }
  | { readonly kind: 'refuse'; readonly code: string }
  | { readonly kind: 'silence' }

const magicRecalls: Readonly<Record<string, RecallOutcome>> = {
  '9401': { kind: 'refuse', code: 'CUST' },
  '9402': { kind: 'refuse', code: 'AM04' },
  '9403': { kind: 'silence' },
}

export const recallOutcomeOf = (iban: string): RecallOutcome => magicRecalls[iban.slice(-4)] ?? { kind: 'give-back' }
