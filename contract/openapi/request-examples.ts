import type { Endpoint } from '../kernel/endpoint.ts'
import { exampleOf } from './example.ts'
import { jsonSchemaOf, type NamedSchemas } from './json-schema.ts'

/** Optional fields that the shown request leaves out, because they exclude one another or would hide the usual case. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  createKycUser: ['street', 'number', 'hasAcceptedTerms', 'pesel', 'userIdentificationNumber'],
  createUser: ['pesel'],
  updateUser: ['street', 'number', 'pesel', 'userIdentificationNumber', 'documentType', 'documentNumber'],
  startVerification: ['userIdentificationNumber'],
  createExchange: ['rateLockId'],
  createPartnerExchange: ['rateLockId'],
  advanceClock: ['to'],
  simulateSepaDeposit: ['reference', 'iban', 'instant'],
  createSepaTransfer: ['externalUserId', 'receiverType', 'receiverFirstName', 'receiverLastName', 'companyName'],
  createPartnerSepaTransfer: ['receiverType', 'receiverFirstName', 'receiverLastName', 'companyName'],
  decideKyc: ['reasons'],
  updateWebhookSettings: ['appendPath', 'overrides'],
  createFeeOverride: ['network', 'validFrom', 'validTo'],
  createLimitOverride: ['validFrom', 'validTo'],
  decideKycCase: ['rejectionReasons'],
}

/** Values where one word for a field name isn't enough. */
const chosen: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  simulateSepaReturn: { reason: 'AC04' },
  setRate: { currency: 'doge' },
  createPartner: { name: 'Partner Ltd' },
  updatePartner: { name: 'Partner Ltd' },
  createOperator: { name: 'Maria' },
  askKycCase: { rejectionReasons: ['IMAGE_BLURRED'] },
}

const exampleInput = (
  id: string,
  schema: Endpoint['body'],
  named: NamedSchemas,
): Record<string, unknown> | undefined => {
  if (schema === undefined) return undefined
  const example = exampleOf(jsonSchemaOf(schema, 'input', named), named, { without: leftOut[id] ?? [] })
  return { ...(example as Record<string, unknown>), ...chosen[id] }
}

/** A body that the endpoint accepts as far as its schema goes; undefined where it has none. */
export const bodyExample = (id: string, e: Endpoint, named: NamedSchemas = new Map()) => exampleInput(id, e.body, named)

/** The query parameters that must be there. */
export function queryExample(id: string, e: Endpoint, named: NamedSchemas = new Map()): Record<string, unknown> {
  const required = e.query === undefined ? [] : (jsonSchemaOf(e.query, 'input', named).required ?? [])
  const all = exampleInput(id, e.query, named) ?? {}
  return Object.fromEntries(required.map(name => [name, all[name]]))
}

/** An answer that the endpoint could give. */
export const answerExample = (e: Endpoint, named: NamedSchemas = new Map()): unknown =>
  exampleOf(jsonSchemaOf(e.response, 'output', named), named)
