import type { Finding } from './identity-checks.ts'
import { type Outcome, type Reason, type RiskLevel, reasons, ruleset } from './ruleset.ts'

/** One check of one run over a case, as it is kept. */
export interface CheckResult {
  readonly name: string
  readonly outcome: Outcome
  readonly reasons: readonly string[]
  /** Of what decided: our ruleset, or whoever made the check. */
  readonly version: string
  readonly risk: RiskLevel
  /** What it saw: sealed before it is kept. */
  readonly evidence: unknown
}

const order: readonly Outcome[] = ['PASS', 'REVIEW', 'REJECT']
const levels: readonly RiskLevel[] = ['LOW', 'MEDIUM', 'HIGH']
const worst = <T>(scale: readonly T[], all: readonly T[]): T =>
  all.reduce((one, other) => (scale.indexOf(other) > scale.indexOf(one) ? other : one), scale[0] as T)

/** What the ruleset makes of a finding. */
export function rate(name: string, finding: Finding): CheckResult {
  const consequences = finding.reasons.map(reason => reasons[reason])
  return {
    name,
    outcome: worst(
      order,
      consequences.map(({ outcome }) => outcome),
    ),
    reasons: finding.reasons,
    version: ruleset.version,
    risk: worst(
      levels,
      consequences.map(({ risk }) => risk),
    ),
    evidence: finding.evidence ?? null,
  }
}

export interface Ruling {
  readonly outcome: 'APPROVED' | 'REJECTED' | 'IN_REVIEW'
  /** Of the checks that led there, each once. */
  readonly reasons: readonly string[]
  readonly risk: RiskLevel
}

const verdicts = { PASS: 'APPROVED', REVIEW: 'IN_REVIEW', REJECT: 'REJECTED' } as const

/** The worst outcome of all checks decides. A rejection tells its own reasons only: the others were never looked at. */
export function ruleOn(results: readonly CheckResult[]): Ruling {
  const outcome = worst(
    order,
    results.map(result => result.outcome),
  )
  const risk = worst(
    levels,
    results.map(result => result.risk),
  )
  const decisive = outcome === 'PASS' ? [] : results.filter(result => result.outcome === outcome)
  const told = decisive.flatMap(result => result.reasons.filter(reason => leadsTo(reason, outcome)))
  return { outcome: verdicts[outcome], reasons: [...new Set(told)], risk }
}

/** A reason of another check than ours says itself what it leads to. */
const leadsTo = (reason: string, outcome: Outcome): boolean =>
  !Object.hasOwn(reasons, reason) || reasons[reason as Reason].outcome === outcome
