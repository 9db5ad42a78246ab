import type { Finding, Source } from './source.ts'

// One exception at one line, with its reason beside it, e.g. above the line it is about:
//   // tidy: allow sleeps: the point of the test is a server that is slow in real time
// One that nothing needs any more is itself a finding, so that exceptions do not outlive their cause.
const ALLOWANCE = /tidy: allow ([a-z-]+)(?:: *(.*?))?(?: *(?:-->|\*\/))?$/
const SHORTEST_REASON = 10

type Allowance = { path: string; line: number; rule: string; reason: string; used: boolean }

export function readAllowances(tree: readonly Source[]): Allowance[] {
  return (
    tree
      // A page that explains the form is not an exception.
      .filter(file => !file.path.startsWith('tools/tidy/') && !file.path.endsWith('.md'))
      .flatMap(file =>
        file.lines.flatMap((text, index) => {
          const match = ALLOWANCE.exec(text.trimEnd())
          return match
            ? [{ path: file.path, line: index + 1, rule: match[1] ?? '', reason: match[2] ?? '', used: false }]
            : []
        }),
      )
  )
}

/** The findings that no allowance covers: one covers its own line and the next. Marks what was used. */
export function withoutAllowed(rule: string, findings: readonly Finding[], allowances: Allowance[]): Finding[] {
  return findings.filter(finding => {
    const cover = allowances.find(
      a => a.rule === rule && a.path === finding.path && (a.line === finding.line || a.line === finding.line - 1),
    )
    if (!cover || cover.reason.length < SHORTEST_REASON) return true
    cover.used = true
    return false
  })
}

export function judgeAllowances(allowances: readonly Allowance[]): Finding[] {
  return allowances.flatMap(({ path, line, rule, reason, used }) => {
    if (reason.length < SHORTEST_REASON)
      return [{ path, line, message: `an exception needs its reason: tidy: allow ${rule}: why` }]
    return used ? [] : [{ path, line, message: `nothing here breaks ${rule}: remove the exception` }]
  })
}
