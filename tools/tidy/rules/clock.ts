import ts from 'typescript'
import { isServerSide } from '../places.ts'
import type { Rule } from '../source.ts'
import { dotted, findNodes } from '../syntax.ts'

// kit as a whole, because leases, rate limits and time-outs run on real time.
const MAY = /^server\/kit\//
const READS = new Set([
  'Date.now',
  'performance.now',
  'performance.timeOrigin',
  'process.hrtime',
  'process.uptime',
  'Temporal.Now',
])

export const clock: Rule = {
  name: 'clock',
  why: 'time comes from one clock, which the sandbox can move: take `now` as an argument, or the clock of server/kit.',
  check: tree =>
    tree
      .filter(file => isServerSide(file.path) && !MAY.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          const name = dotted(node)
          if (name && READS.has(name)) return `reads ${name}`
          const isDate = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date'
          if (!isDate) return undefined
          const isFixed = ts.isNewExpression(node) && (node.arguments?.length ?? 0) > 0
          return isFixed ? undefined : 'asks Date for the current time'
        }),
      ),
}
