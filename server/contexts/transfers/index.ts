export { transfersKept } from './kept-of-people.ts'
export { transferRoutes } from './routes.ts'
