import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { uuid } from '../kernel/fields.ts'
import { answer } from '../shapes/answer.ts'
import { exchange, exchangeLock, exchangeRate } from '../shapes/exchange.ts'
import { partnerExchangeBody, partnerLockQuery, rateQuery, userExchangeBody, userLockQuery } from './exchange-bodies.ts'

const tag = 'Exchange'
const ofExchange = z.object({ exchangeId: uuid })
const lockText =
  'The rate holds until `expiresAt`, for one exchange of this pair by this owner, up to this amount (in `currencyFrom`).'

export const getExchangeRate = endpoint({
  method: 'GET',
  path: '/v1/exchange/get-rate',
  tag,
  summary: 'The rate of a pair now, without promise',
  access: 'key',
  query: rateQuery,
  response: exchangeRate,
  errors: ['P410'],
})

export const lockExchangeRate = endpoint({
  method: 'GET',
  path: '/v1/exchange/get-lock',
  tag,
  summary: 'Lock a rate for a user',
  description: lockText,
  access: 'key',
  scope: 'write',
  query: userLockQuery,
  response: exchangeLock,
  errors: ['P410', 'P412', 'P455', 'P459', 'P482', 'P487'],
})

export const createExchange = endpoint({
  method: 'POST',
  path: '/v1/exchange',
  tag,
  summary: 'Exchange money of a user at a locked rate',
  access: 'key',
  rate: 'money',
  body: userExchangeBody,
  response: answer({ exchangeId: z.string() }),
  errors: ['P410', 'P412', 'P433', 'P455', 'P459', 'P470', 'P471', 'P472', 'P473', 'P482', 'P483', 'P487'],
})

export const getExchange = endpoint({
  method: 'GET',
  path: '/v1/exchange/details/:exchangeId',
  tag,
  summary: 'An exchange of a user',
  access: 'key',
  params: ofExchange,
  response: exchange,
  errors: ['P474'],
})

export const getPartnerExchangeRate = endpoint({
  method: 'GET',
  path: '/v1/partner/exchange/get-rate',
  tag,
  summary: 'The rate of a pair now, without promise',
  access: 'key',
  query: rateQuery,
  response: exchangeRate,
  errors: ['P410'],
})

export const lockPartnerExchangeRate = endpoint({
  method: 'GET',
  path: '/v1/partner/exchange/get-lock',
  tag,
  summary: 'Lock a rate for your own money',
  description: lockText,
  access: 'key',
  scope: 'write',
  query: partnerLockQuery,
  response: exchangeLock,
  errors: ['P410', 'P482'],
})

export const createPartnerExchange = endpoint({
  method: 'POST',
  path: '/v1/partner/exchange',
  tag,
  summary: 'Exchange your own money at a locked rate',
  access: 'key',
  rate: 'money',
  body: partnerExchangeBody,
  response: answer({ exchangeId: z.string() }),
  errors: ['P410', 'P433', 'P470', 'P471', 'P472', 'P473', 'P482', 'P487'],
})

export const getPartnerExchange = endpoint({
  method: 'GET',
  path: '/v1/partner/exchange/details/:exchangeId',
  tag,
  summary: 'An exchange of your own money',
  access: 'key',
  params: ofExchange,
  response: exchange,
  errors: ['P474'],
})
