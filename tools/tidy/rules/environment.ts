import ts from 'typescript'
import { isCode, isTest } from '../places.ts'
import type { Rule } from '../source.ts'
import { dotted, findNodes, runtimeImport } from '../syntax.ts'

const MAY = /^(server|cli)\/config\.ts$|^(tools|bench|\.ci)\/|^[^/]+\.config\.(ts|mjs|cjs)$/

export const environment: Rule = {
  name: 'environment',
  why: 'only server/config.ts (and cli/config.ts) reads the environment: every setting is in one documented schema.',
  check: tree =>
    tree
      .filter(file => isCode(file.path) && !isTest(file.path) && !MAY.test(file.path))
      .flatMap(file => findNodes(file, node => (readsEnvironment(node) ? 'reads process.env' : undefined))),
}

function readsEnvironment(node: ts.Node): boolean {
  const name = dotted(node)
  if (name === 'process.env') return true
  const imported = runtimeImport(node)
  if (imported && /^(node:)?process$/.test(imported.from) && imported.names.includes('env')) return true
  // const { env } = process
  return (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer?.getText() === 'process' &&
    node.name.elements.some(e => (e.propertyName ?? e.name).getText() === 'env')
  )
}
