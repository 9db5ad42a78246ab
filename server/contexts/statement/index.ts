export type { HistoryOwner } from './history.ts'
export { readHistory } from './list-history.ts'
export { type StatementParts, statementRoutes } from './routes.ts'
