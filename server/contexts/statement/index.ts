export type { HistoryOwner } from './history.ts'
export { listHistory } from './list-history.ts'
export { type StatementParts, statementRoutes } from './routes.ts'
