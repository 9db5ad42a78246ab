import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { externalUserId, page } from '../kernel/fields.ts'
import { answer, listOf } from '../shapes/answer.ts'
import { balancePair, flatBalance } from '../shapes/balance.ts'
import { history, historyQuery } from '../shapes/history.ts'
import { userLimits } from '../shapes/limit.ts'
import { user } from '../shapes/user.ts'
import { kycUserBody, userBody, userPatch } from './user-bodies.ts'

const tag = 'Users'
const ofUser = z.object({ externalUserId })

export const createKycUser = endpoint({
  method: 'POST',
  path: '/v1/user/balances/crypto-and-fiat',
  tag,
  summary: 'Create a user with crypto and fiat balances',
  description:
    'For partners with KYC. The balances exist at once; the fiat one waits for activation and has no IBAN until the user is verified.',
  access: 'key',
  model: 'kyc',
  body: kycUserBody,
  response: answer({
    userId: z.string(),
    poaRequired: z.boolean(),
    poaRequiredForExtended: z.boolean(),
    /** The same two lists again: one generation of clients reads them here, another at the top. */
    balances: answer(balancePair),
    ...balancePair,
  }),
  errors: ['P411', 'P431', 'P491'],
})

export const createUser = endpoint({
  method: 'POST',
  path: '/v1/user/balances/crypto',
  tag,
  summary: 'Create a user of a partner without KYC',
  description: 'The balances are usable at once. Such a user has no card and can never be upgraded.',
  access: 'key',
  model: 'no-kyc',
  body: userBody,
  response: answer({ userId: z.string(), balances: z.array(flatBalance) }),
  errors: ['P411', 'P431', 'P491'],
})

export const getUserBalances = endpoint({
  method: 'GET',
  path: '/v1/user/balances/:externalUserId',
  aliases: ['/v1/user/:externalUserId/balances'],
  tag,
  summary: 'Balances of a user',
  description: 'Users of a partner with KYC have two lists, users of a partner without KYC one flat list.',
  access: 'key',
  params: ofUser,
  response: z.union([
    answer({ userId: z.string(), poaRequired: z.boolean(), ...balancePair }),
    answer({ userId: z.string(), balances: z.array(flatBalance) }),
  ]),
  errors: ['P412'],
})

export const getUserHistory = endpoint({
  method: 'GET',
  path: '/v1/user/transaction-history/:externalUserId',
  tag,
  summary: 'What happened on the balances of a user',
  description:
    'Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV.',
  access: 'key',
  params: ofUser,
  query: historyQuery,
  response: history,
  alsoAnswers: ['text/csv'],
  errors: ['P410', 'P412'],
})

export const getUser = endpoint({
  method: 'GET',
  path: '/v1/user/:externalUserId',
  tag,
  summary: 'A user',
  access: 'key',
  params: ofUser,
  response: user,
  errors: ['P412'],
})

export const listUsers = endpoint({
  method: 'GET',
  path: '/v1/users',
  tag,
  summary: 'All users, newest first',
  access: 'key',
  query: z.strictObject(page),
  response: listOf('users', user),
  errors: [],
})

export const updateUser = endpoint({
  method: 'PATCH',
  path: '/v1/user/:externalUserId',
  tag,
  summary: 'Change data of a user',
  description:
    'Contact and address at any time; name, birth date, citizenship and document only before the verification has begun (afterwards P403: verify anew).',
  access: 'key',
  params: ofUser,
  body: userPatch,
  response: user,
  errors: ['P412', 'P431'],
})

export const deleteUser = endpoint({
  method: 'DELETE',
  path: '/v1/user/:externalUserId',
  tag,
  summary: 'Delete a user',
  description:
    'Refused while any balance or hold is not zero. Personal data is erased when the law allows; the books keep the id, and the externalUserId is never free again.',
  access: 'key',
  params: ofUser,
  response: user,
  errors: ['P412', 'P486'],
})

export const suspendUser = endpoint({
  method: 'PATCH',
  path: '/v1/user/suspend/:externalUserId',
  tag,
  summary: 'Suspend a user',
  description:
    'A suspended user can be read and can receive; everything outgoing is P455. Suspending twice is no error.',
  access: 'key',
  params: ofUser,
  response: user,
  errors: ['P412'],
})

export const unsuspendUser = endpoint({
  method: 'PATCH',
  path: '/v1/user/unsuspend/:externalUserId',
  tag,
  summary: 'Lift the suspension of a user',
  description:
    'One that we ordered is not lifted by this call: the answer then still says SUSPENDED. Lifting what is not there is no error.',
  access: 'key',
  params: ofUser,
  response: user,
  errors: ['P412'],
})

export const extendUser = endpoint({
  method: 'POST',
  path: '/v1/user/extend/:externalUserId',
  tag,
  summary: 'Give a user the extended tier',
  description:
    'Higher limits, and cards. The user must be verified; where the country asks for a proof of address it must be approved: P211 (status 202) while one is under review, P460 while there is none that was accepted. Extending twice is no error.',
  access: 'key',
  model: 'kyc',
  params: ofUser,
  response: user,
  errors: ['P211', 'P412', 'P455', 'P459', 'P460', 'P491'],
})

export const getUserLimits = endpoint({
  method: 'GET',
  path: '/v1/user/limits/:externalUserId',
  tag,
  summary: 'The limits of a user, and what is used of them',
  description:
    'By operation and period, in EUR. Days and months are those of your time zone. Users of a partner without KYC have no limits: the list is empty.',
  access: 'key',
  params: ofUser,
  response: userLimits,
  errors: ['P412'],
})
