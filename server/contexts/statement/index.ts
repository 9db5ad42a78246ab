export type { HistoryOwner } from './history.ts'
export { type StatementParts, statementRoutes } from './routes.ts'
