import ts from 'typescript'
import { isTest } from '../places.ts'
import type { Rule, Source } from '../source.ts'
import { findNodes } from '../syntax.ts'

const RUNNERS = new Set(['test', 'it', 'describe', 'suite', 'bench'])
const LEAVES_OUT = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fails'])
const OLD_STYLE = /^([fx])(it|test|describe)$/

export const focus: Rule = {
  name: 'focus',
  why: 'no .only; a test that is left out (.skip, .skipIf, .runIf, .todo, .fails) has a comment above it that says why.',
  check: tree =>
    tree
      .filter(file => isTest(file.path) && /\.tsx?$/.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && OLD_STYLE.test(node.expression.text))
            return `${node.expression.text}()`
          if (!ts.isPropertyAccessExpression(node) || !RUNNERS.has(rootName(node))) return undefined
          const name = node.name.text
          if (name === 'only') return 'a focused test keeps all others from running'
          return LEAVES_OUT.has(name) && !hasReason(file, node) ? `.${name} without a reason` : undefined
        }),
      ),
}

function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression)
  return ''
}

/** A comment on the line itself or on the one above. */
function hasReason(file: Source, node: ts.Node): boolean {
  const line = file.lineAt(node.getStart())
  const above = file.lines[line - 2]?.trim() ?? ''
  return above.startsWith('//') || above.endsWith('*/') || /\/\/\s*\S{3}/.test(file.lines[line - 1] ?? '')
}
