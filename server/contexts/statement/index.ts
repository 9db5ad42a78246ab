export type { HistoryOwner } from './history.ts'
export { statementKept } from './kept-of-people.ts'
export { readHistory } from './list-history.ts'
export { type StatementParts, statementRoutes } from './routes.ts'
