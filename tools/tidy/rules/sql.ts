import ts from 'typescript'
import { isServerSide } from '../places.ts'
import type { Rule } from '../source.ts'
import { findNodes } from '../syntax.ts'

const MAY = /(^|\/)([a-z0-9-]+-)?store\.ts$|^server\/kit\/postgres\/|^migrations\//

// How a statement begins. Each needs a second word of the language, so that English ("select a card") passes.
const name = String.raw`[a-z_"$][\w."{}$]*`
const STATEMENT = new RegExp(
  String.raw`^\s*(?:--.*\n\s*)*(?:${[
    String.raw`select\s[\s\S]*?\sfrom\s+(?:only\s+|lateral\s+)?[a-z_"$(]`,
    String.raw`select\s+(?:distinct\s+)?${name}\(`,
    String.raw`select\s+(?:\d+|\*|\$\d+|null|true|false|current_\w+)(?:\W|$)`,
    String.raw`insert\s+into\s`,
    String.raw`update\s+(?:only\s+)?${name}\s+(?:as\s+)?(?:${name}\s+)?set\s`,
    String.raw`delete\s+from\s`,
    String.raw`with\s+(?:recursive\s+)?${name}\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(`,
    String.raw`copy\s+(?:\(|${name}\s*(?:\([^)]*\)\s*)?(?:from|to)\s)`,
    String.raw`(?:create|alter|drop)\s+(?:or\s+replace\s+|unique\s+|temp\s+|temporary\s+|unlogged\s+)?(?:table|index|schema|role|database|function|procedure|type|view|sequence|extension|publication|trigger)\s`,
    String.raw`(?:begin|start)\s+(?:transaction|isolation|read)`,
    String.raw`(?:savepoint|rollback\s+to|release\s+savepoint)\s+\w`,
    String.raw`(?:listen|unlisten|notify)\s+[a-z_"$]\w*"?\s*(?:,|;|$)`,
    String.raw`set\s+(?:local|session|role)\s`,
    String.raw`truncate\s+(?:table\s+)?${name}\s*(?:,|;|$|cascade|restart)`,
    String.raw`lock\s+table\s`,
    String.raw`(?:grant|revoke)\s+(?:all|select|insert|update|delete|usage|execute|connect|create)\b[\s\S]*?\son\s`,
    String.raw`(?:vacuum|refresh\s+materialized|reindex)\s`,
    String.raw`values\s*\([$'\d]`,
    String.raw`call\s+${name}\(`,
    String.raw`do\s+\$\w*\$`,
  ].join('|')})`,
  'i',
)

export const sql: Rule = {
  name: 'sql',
  why: 'SQL stands only in store.ts, *-store.ts, server/kit/postgres and migrations, so that a table has one reader of its rows.',
  check: tree =>
    tree
      .filter(file => isServerSide(file.path) && file.path.startsWith('server/') && !MAY.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
            const parent = node.parent
            if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return undefined
            return STATEMENT.test(textOf(node)) ? 'holds an SQL statement' : undefined
          }
          if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql') return 'holds an sql`…` template'
          const isQuery =
            ts.isCallExpression(node) &&
            ts.isPropertyAccessExpression(node.expression) &&
            node.expression.name.text === 'query' &&
            node.arguments.length > 0
          return isQuery ? 'calls .query(…)' : undefined
        }),
      ),
}

/** The literal's text, with `$` for what is filled in. */
function textOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  if (ts.isStringLiteralLike(node)) return node.text
  return node.head.text + node.templateSpans.map(span => `$${span.literal.text}`).join('')
}
