export { makeHostedGate } from './gate.ts'
export { hostedRecords } from './person-records.ts'
export { hostedPageRoutes, hostedPartnerRoutes } from './routes.ts'
export type { Verifier } from './verifier.ts'
