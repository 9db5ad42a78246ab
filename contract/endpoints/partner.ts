import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId } from '../kernel/fields.ts'
import { answer, namedAnswer } from '../shapes/answer.ts'
import { balancePair } from '../shapes/balance.ts'
import { history, historyQuery } from '../shapes/history.ts'

const tag = 'Partner'

export const getPartnerBalances = endpoint({
  method: 'GET',
  path: '/v1/partner/balances',
  tag,
  summary: 'Your own balances',
  access: 'key',
  response: answer({ partnerId: z.string(), ...balancePair }),
  errors: [],
})

export const getPartnerHistory = endpoint({
  method: 'GET',
  path: '/v1/partner/transaction-history',
  tag,
  summary: 'What happened on your own balances',
  description:
    'Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV.',
  access: 'key',
  query: historyQuery,
  response: history,
  alsoAnswers: ['text/csv'],
  errors: ['P410'],
})

/** `title` is the reference that must stand in the remittance text. */
const sepaDepositInfo = namedAnswer('SepaDepositInfo', {
  title: z.string(),
  iban: z.string(),
  swift: z.string(),
  accountHolder: z.string(),
  address: z.string(),
})

export const getPartnerSepaDepositInfo = endpoint({
  method: 'GET',
  path: '/v1/partner/sepa-deposit/info',
  tag: 'SEPA',
  summary: 'Where to pay EUR in for yourself',
  access: 'key',
  response: sepaDepositInfo,
  errors: ['P487'],
})

export const getSepaDepositInfo = endpoint({
  method: 'GET',
  path: '/v1/sepa-deposit/info/:externalUserId',
  tag: 'SEPA',
  summary: 'Where to pay EUR in for a user',
  description: 'A user of a partner with KYC must be verified first.',
  access: 'key',
  params: z.object({ externalUserId }),
  response: sepaDepositInfo,
  errors: ['P412', 'P459', 'P487'],
})
