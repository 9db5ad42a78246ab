import * as exchange from './endpoints/exchange.ts'
import * as hosted from './endpoints/hosted.ts'
import * as kyc from './endpoints/kyc.ts'
import * as partner from './endpoints/partner.ts'
import * as settings from './endpoints/partner-settings.ts'
import * as reference from './endpoints/reference.ts'
import * as sepa from './endpoints/sepa.ts'
import * as simulate from './endpoints/simulate.ts'
import * as transfers from './endpoints/transfers.ts'
import * as users from './endpoints/users.ts'
import * as webhooks from './endpoints/webhooks.ts'
import * as pages from './hosted/verification.ts'
import * as books from './operator/books.ts'
import * as feeOverrides from './operator/fee-overrides.ts'
import * as jobs from './operator/jobs.ts'
import * as kycCases from './operator/kyc-cases.ts'
import * as limitOverrides from './operator/limit-overrides.ts'
import * as operators from './operator/operators.ts'
import * as partnerKeys from './operator/partner-keys.ts'
import * as partners from './operator/partners.ts'
import * as poa from './operator/poa.ts'
import * as screening from './operator/screening.ts'
import * as screeningHits from './operator/screening-hits.ts'
import * as operatorSepa from './operator/sepa.ts'
import * as operatorUsers from './operator/users.ts'

export { type ErrorCode, type ErrorEntry, errors } from './errors.ts'
export { type EventBody, type EventDefinition, type EventType, events, eventTypes, isWanted } from './events.ts'
export * from './kernel/endpoint.ts'

/** Every endpoint that a partner can call, by its id (verb and noun). */
export const endpoints = {
  ...users,
  ...kyc,
  ...hosted,
  ...exchange,
  ...transfers,
  ...partner,
  ...sepa,
  ...webhooks,
  ...settings,
  ...reference,
  ...simulate,
} as const

export type EndpointId = keyof typeof endpoints

/** What the hosted pages call, on the partners' listener: no part of the reference, and free to change with the pages. */
export const hostedEndpoints = {
  openHostedLink: pages.openHostedLink,
  getHostedState: pages.getHostedState,
  giveHostedConsent: pages.giveHostedConsent,
  setHostedDocument: pages.setHostedDocument,
  addHostedFile: pages.addHostedFile,
  drawHostedChallenge: pages.drawHostedChallenge,
  addHostedFrames: pages.addHostedFrames,
  reopenHostedVerification: pages.reopenHostedVerification,
  submitHostedVerification: pages.submitHostedVerification,
} as const

/** Every endpoint of the operator's listener. */
export const operatorEndpoints = {
  ...partners,
  ...partnerKeys,
  ...feeOverrides,
  ...limitOverrides,
  ...operatorUsers,
  ...kycCases,
  ...poa,
  ...operators,
  ...books,
  ...operatorSepa,
  ...screening,
  ...screeningHits,
  ...jobs,
} as const

export type OperatorEndpointId = keyof typeof operatorEndpoints
