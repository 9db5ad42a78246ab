import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import { amountText } from '../kernel/fields.ts'
import { answer, wholeNumber } from '../shapes/answer.ts'

const tag = 'Reference'

export const listCurrencies = endpoint({
  method: 'GET',
  path: '/v1/reference/currencies',
  tag,
  summary: 'Currencies, their networks and conditions',
  access: 'key',
  response: answer({
    currencies: z.array(
      answer({
        currency: z.string(),
        name: z.string(),
        kind: z.enum(['fiat', 'crypto']),
        /** Of an amount on the wire. */
        decimals: wholeNumber,
        networks: z.array(
          answer({
            network: z.string(),
            name: z.string(),
            feeWithdrawal: amountText,
            minWithdrawal: amountText,
            minDeposit: amountText,
          }),
        ),
      }),
    ),
  }),
  errors: [],
})

export const listCountries = endpoint({
  method: 'GET',
  path: '/v1/reference/countries',
  tag,
  summary: 'Countries and what is offered there',
  access: 'key',
  response: answer({
    countries: z.array(
      answer({
        country: z.string(),
        isServed: z.boolean(),
        hasIban: z.boolean(),
        hasCards: z.boolean(),
        needsProofOfAddress: z.boolean(),
      }),
    ),
  }),
  errors: [],
})
