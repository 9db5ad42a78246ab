import { judgeAllowances, readAllowances, withoutAllowed } from './allowances.ts'
import type { Finding, Rule, Source } from './source.ts'

/**
 * Rules with something to say, and what. Exceptions with a reason are taken out; those without need are added.
 * `known` are the names an exception may be for, when only some of the rules run.
 */
export function tidy(
  tree: readonly Source[],
  rules: readonly Rule[],
  known: readonly string[] = rules.map(rule => rule.name),
): { rule: Rule; findings: Finding[] }[] {
  const allowances = readAllowances(tree)
  const report = rules.map(rule => ({ rule, findings: withoutAllowed(rule.name, rule.check(tree), allowances) }))
  const toJudge = allowances.filter(a => rules.some(rule => rule.name === a.rule) || !known.includes(a.rule))
  report.push({ rule: exceptions, findings: judgeAllowances(toJudge) })
  return report.filter(({ findings }) => findings.length > 0)
}

const exceptions: Rule = {
  name: 'exceptions',
  why: 'an exception is a line `tidy: allow <rule>: <reason>` at or above the place, and goes when it is not needed.',
  check: () => [],
}
