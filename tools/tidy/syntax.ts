import ts from 'typescript'
import type { Finding, Source } from './source.ts'

/** Calls `visit` for every node of the file, outermost first. */
export function walk(file: Source, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, step)
  }
  step(file.ast())
}

/** A finding for each node that `judge` has something to say about. */
export function findNodes(file: Source, judge: (node: ts.Node) => string | undefined): Finding[] {
  const found: Finding[] = []
  walk(file, node => {
    const message = judge(node)
    if (message) found.push({ path: file.path, line: file.lineAt(node.getStart()), message })
  })
  return found
}

/** A finding for each match of `pattern` (needs the g flag) in the text, code and comments alike. */
export function findText(file: Source, pattern: RegExp, message: (match: RegExpMatchArray) => string): Finding[] {
  return [...file.text.matchAll(pattern)].map(match => ({
    path: file.path,
    line: file.lineAt(match.index),
    message: message(match),
  }))
}

/** `a.b` of a property access, whichever way it is written; undefined for anything else. */
export function dotted(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
    return `${node.expression.text}.${node.name.text}`
  if (
    ts.isElementAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ts.isStringLiteralLike(node.argumentExpression)
  )
    return `${node.expression.text}.${node.argumentExpression.text}`
  return undefined
}

/** What a module is loaded as: its specifier, and the names taken from it (`*` for all). Type-only imports are left out. */
export function runtimeImport(node: ts.Node): { from: string; names: string[] } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause
    if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined
    const bindings = clause?.namedBindings
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.filter(e => !e.isTypeOnly) : undefined
    if (named?.length === 0 && !clause?.name) return undefined
    const names = named?.map(e => (e.propertyName ?? e.name).text) ?? []
    return { from: node.moduleSpecifier.text, names: clause?.name || !named ? [...names, '*'] : names }
  }
  if (
    ts.isExportDeclaration(node) &&
    !node.isTypeOnly &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return { from: node.moduleSpecifier.text, names: ['*'] }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments
    if (specifier && ts.isStringLiteralLike(specifier)) return { from: specifier.text, names: ['*'] }
  }
  return undefined
}

/** The names that a module exports, with the line of each. */
export function exportedNames(file: Source): { name: string; line: number; isType: boolean }[] {
  const names: { name: string; line: number; isType: boolean }[] = []
  const add = (node: ts.Node, name: string, isType: boolean) =>
    names.push({ name, line: file.lineAt(node.getStart()), isType })
  for (const statement of file.ast().statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
      for (const e of statement.exportClause.elements) add(e, e.name.text, statement.isTypeOnly || e.isTypeOnly)
    if (!ts.canHaveModifiers(statement)) continue
    if (!ts.getModifiers(statement)?.some(m => m.kind === ts.SyntaxKind.ExportKeyword)) continue
    if (ts.isVariableStatement(statement)) {
      for (const d of statement.declarationList.declarations) if (ts.isIdentifier(d.name)) add(d, d.name.text, false)
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) add(statement, statement.name.text, false)
    } else if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
      add(statement, statement.name.text, true)
    }
  }
  return names
}
