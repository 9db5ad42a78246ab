import ts from 'typescript'
import { isCode, isGenerated, isTest } from '../places.ts'
import type { Rule } from '../source.ts'
import { findNodes, findText } from '../syntax.ts'

const DIRECTIVE = /(?:\/\/|\/\*)\s*(@ts-(?:ignore|expect-error|nocheck))/g
// oxlint and biome take a reason after the rule's name: `-- why` and `: why`.
const DISABLED =
  /(?:\/\/|\/\*)\s*((?:ox|es)lint-disable[\w-]*)(?!.*\s--\s+\S)|(?:\/\/|\/\*)\s*(biome-ignore)(?![^:\n]*:\s*\S)/g

export const escapes: Rule = {
  name: 'escapes',
  why: 'the types are the first test: no any and no @ts-… outside tests, and a silenced lint says why (`-- reason`).',
  check: tree =>
    tree
      .filter(file => isCode(file.path) && !isGenerated(file.path))
      .flatMap(file => [
        ...findText(file, DISABLED, match => `${match[1] ?? match[2]} without a reason`),
        ...(isTest(file.path)
          ? []
          : [
              ...findText(file, DIRECTIVE, match => match[1] ?? ''),
              ...findNodes(file, node => (node.kind === ts.SyntaxKind.AnyKeyword ? 'the type any' : undefined)),
            ]),
      ]),
}
