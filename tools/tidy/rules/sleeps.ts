import ts from 'typescript'
import type { Rule } from '../source.ts'
import { dotted, findNodes, runtimeImport } from '../syntax.ts'

const DOUBLES = /^vi\.(mock|doMock|hoisted|fn|spyOn|stubGlobal|stubEnv|useFakeTimers|setSystemTime)$/

export const sleeps: Rule = {
  name: 'sleeps',
  why: 'tests use the real thing and wait on a condition (vi.waitFor, the harness) or move the clock: no mocks, no timers.',
  check: tree =>
    tree
      .filter(file => /\.(test|long|conformance)\.tsx?$/.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          const name = dotted(node)
          if (name && DOUBLES.test(name)) return `${name}: a stand-in`
          const from = runtimeImport(node)?.from
          if (from && /^(node:)?timers(\/promises)?$/.test(from)) return `imports ${from}: a sleep`
          const isTimer = ts.isCallExpression(node) && /^(setTimeout|setInterval)$/.test(node.expression.getText())
          return isTimer ? `${node.expression.getText()}: a sleep` : undefined
        }),
      ),
}
