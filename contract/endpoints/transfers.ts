import { z } from 'zod'
import { checkDecimals } from '../kernel/amounts.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { amount, currency, externalUserId, optional, uuid } from '../kernel/fields.ts'
import { mustDiffer } from '../kernel/rules.ts'
import { answer } from '../shapes/answer.ts'
import { transfer } from '../shapes/transfer.ts'

const tag = 'Transfers'

export const createTransfer = endpoint({
  method: 'POST',
  path: '/v1/transfer',
  tag,
  summary: 'Move money between your own balance and users, or between users',
  description:
    'With a destination only: from you to the user. With a source only: from the user to you. With both: from user to user. Free of charge and at once.',
  access: 'key',
  rate: 'money',
  body: z
    .object({
      sourceExternalUserId: optional(externalUserId),
      destinationExternalUserId: optional(externalUserId),
      amount,
      currency,
    })
    .check(checkDecimals(), mustDiffer('destinationExternalUserId', 'sourceExternalUserId')),
  status: 201,
  response: answer({ transferId: z.string() }),
  errors: ['P410', 'P412', 'P424', 'P433', 'P455', 'P459', 'P483', 'P487'],
})

export const getTransfer = endpoint({
  method: 'GET',
  path: '/v1/transfer/details/:transferId',
  tag,
  summary: 'A transfer',
  access: 'key',
  params: z.object({ transferId: uuid }),
  response: transfer,
  errors: ['P475'],
})
