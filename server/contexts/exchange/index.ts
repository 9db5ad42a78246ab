export { createExchange } from './create-exchange.ts'
export { lockExchangeRate } from './lock-exchange-rate.ts'
export { pruneLocks } from './prune-locks.ts'
export { exchangeRoutes } from './routes.ts'
