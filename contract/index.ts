import * as exchange from './endpoints/exchange.ts'
import * as kyc from './endpoints/kyc.ts'
import * as partner from './endpoints/partner.ts'
import * as transfers from './endpoints/transfers.ts'
import * as users from './endpoints/users.ts'

export { type ErrorCode, type ErrorEntry, errors } from './errors.ts'
export * from './kernel/endpoint.ts'

/** Every endpoint that a partner can call, by its id (verb and noun). */
export const endpoints = {
  ...users,
  ...kyc,
  ...exchange,
  ...transfers,
  ...partner,
} as const

export type EndpointId = keyof typeof endpoints
