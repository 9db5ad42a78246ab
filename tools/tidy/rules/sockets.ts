import ts from 'typescript'
import { isServerSide } from '../places.ts'
import type { Rule } from '../source.ts'
import { findNodes, runtimeImport } from '../syntax.ts'

// fastify listens and pg connects: they are sockets with another name.
const MODULES = /^(node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises)$|^(undici|ws|pg|pg-copy-streams|fastify)$/
const GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource'])
const MAY = /^server\/(rails|kit\/http|kit\/postgres)\//

export const sockets: Rule = {
  name: 'sockets',
  why: 'only server/rails, server/kit/http and server/kit/postgres talk to the world: ask for a port of yours instead.',
  check: tree =>
    tree
      .filter(file => isServerSide(file.path) && !MAY.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          const from = runtimeImport(node)?.from
          if (from && MODULES.test(from)) return `imports ${from}`
          return globalCall(node)
        }),
      ),
}

function globalCall(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined
  const callee = node.expression
  const viaGlobal = ts.isPropertyAccessExpression(callee) && callee.expression.getText() === 'globalThis'
  const name = viaGlobal ? callee.name : callee
  if (!ts.isIdentifier(name) || !GLOBALS.has(name.text)) return undefined
  return viaGlobal || !isDeclaredAround(node, name.text) ? `calls ${name.text}()` : undefined
}

/** True when the name is a parameter of a function around the call: then it was handed in, which is the point. */
function isDeclaredAround(node: ts.Node, name: string): boolean {
  for (let around: ts.Node | undefined = node; around; around = around.parent) {
    if (ts.isFunctionLike(around) && around.parameters.some(p => bindsName(p.name, name))) return true
  }
  return false
}

function bindsName(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name
  return binding.elements.some(e => ts.isBindingElement(e) && bindsName(e.name, name))
}
