import { z } from 'zod'
import { checkEurDecimals, checkPriceDecimals } from '../kernel/amounts.ts'
import { endpoint } from '../kernel/endpoint.ts'
import {
  amount,
  currency,
  externalUserId,
  flag,
  instant,
  integer,
  oneOf,
  optional,
  text,
  timestamp,
  uuid,
} from '../kernel/fields.ts'
import { rule } from '../kernel/rules.ts'
import { answer, wholeNumber } from '../shapes/answer.ts'
import { chaosFaults, chaosRails } from '../shapes/chaos.ts'
import { recallReasons } from '../shapes/sepa-transfer.ts'
import { kycState, poaStatuses } from '../shapes/user.ts'

const tag = 'Sandbox'
/** Ten years. */
const advanceMaxMs = 315_360_000_000

const exactlyOneMove = rule(({ advanceMs, to }) => {
  const given = [advanceMs, to].filter(value => value !== undefined && value !== null && value !== '').length
  if (given === 1) return []
  return [{ path: 'advanceMs', message: given === 0 ? 'should not be empty' : 'must not be combined with to' }]
})

export const advanceClock = endpoint({
  method: 'POST',
  path: '/v1/simulate/clock',
  tag,
  summary: 'Move the clock',
  description:
    'With `CLOCK=manual` only. Goes forward by `advanceMs` or to the instant `to`, doing everything that falls due on the way, and stays before the year 9000. `settled: false` says that work was left after 60 seconds.',
  access: 'key',
  sandbox: true,
  body: z.object({ advanceMs: optional(integer(0, advanceMaxMs)), to: optional(instant) }).check(exactlyOneMove),
  response: answer({ now: timestamp, settled: z.boolean(), pending: wholeNumber.optional() }),
  errors: [],
})

export const simulateSepaDeposit = endpoint({
  method: 'POST',
  path: '/v1/simulate/sepa-deposit',
  tag,
  summary: 'Let EUR arrive at the bank',
  description:
    'Without `externalUserId`, `iban` and `reference` it is for you yourself. With a user alone it goes to the user’s own IBAN and reference. `instant`: by SCT Inst, which is answered within ten seconds: money that could only go back is refused and never arrives.',
  access: 'key',
  sandbox: true,
  body: z
    .object({
      externalUserId: optional(externalUserId),
      amount,
      senderName: text(1, 140),
      senderIban: text(5, 42),
      reference: optional(text(1, 140)),
      iban: optional(text(5, 42)),
      instant: optional(flag),
    })
    .check(checkEurDecimals()),
  response: answer({ messageId: z.string() }),
  errors: ['P412', 'P480'],
})

export const simulateSepaReturn = endpoint({
  method: 'POST',
  path: '/v1/simulate/sepa-return',
  tag,
  summary: 'Let a payment come back',
  description:
    'The receiving bank returns a SUCCESSFUL SEPA transfer with this reason code of SEPA, such as `AC04` (the account is closed).',
  access: 'key',
  sandbox: true,
  body: z.object({ transferId: uuid, reason: text(4, 4) }),
  response: answer({ messageId: z.string() }),
  errors: ['P428'],
})

export const simulateSepaRecall = endpoint({
  method: 'POST',
  path: '/v1/simulate/sepa-recall',
  tag,
  summary: 'Let a payer’s bank ask for its money back',
  description:
    'The payer’s bank recalls a SEPA deposit (camt.056) with this reason code, such as `DUPL` or `FRAD`. The operator decides; without an answer it is refused after 15 TARGET days.',
  access: 'key',
  sandbox: true,
  body: z.object({ depositId: uuid, reason: oneOf(recallReasons) }),
  response: answer({ messageId: z.string() }),
  errors: ['P477'],
})

export const decideKyc = endpoint({
  method: 'POST',
  path: '/v1/simulate/kyc-decision',
  tag,
  summary: 'Decide the verification of a user',
  description: 'The same verdict twice changes nothing.',
  access: 'key',
  sandbox: true,
  model: 'kyc',
  body: z.object({
    externalUserId,
    decision: oneOf(['APPROVED', 'REJECTED']),
    reasons: optional(
      z.array(text(1, 200), { error: 'must be an array' }).max(20, { error: 'must contain at most 20 elements' }),
    ),
  }),
  response: kycState,
  errors: ['P412', 'P445', 'P491'],
})

export const decidePoa = endpoint({
  method: 'POST',
  path: '/v1/simulate/poa-decision',
  tag,
  summary: 'Decide the proof of address of a user',
  description: 'The latest one. QUESTIONED: a better copy is wanted. The same verdict twice changes nothing.',
  access: 'key',
  sandbox: true,
  model: 'kyc',
  body: z.object({ externalUserId, decision: oneOf(['APPROVED', 'REJECTED', 'QUESTIONED']) }),
  response: answer({ status: z.enum(poaStatuses) }),
  errors: ['P412', 'P447', 'P460', 'P491'],
})

export const setRate = endpoint({
  method: 'POST',
  path: '/v1/simulate/rate',
  tag,
  summary: 'Set the market price of a currency',
  description:
    'At most 1000000000 EUR, with at most 8 decimal places. It holds at once, without a spread, until it is set anew.',
  access: 'key',
  sandbox: true,
  body: z.object({ currency, eurPrice: amount }).check(checkPriceDecimals('eurPrice')),
  response: answer({ currency: z.string(), eurPrice: z.string(), timestamp }),
  errors: ['P410'],
})

export const planFault = endpoint({
  method: 'POST',
  path: '/v1/simulate/chaos',
  tag,
  summary: 'Let a rail misbehave',
  description:
    'The next `count` calls of the rail show this fault; 0 takes it back. A fault that the rail does not know is P403. The sources of rates are called at once, and every ten seconds by the clock.',
  access: 'key',
  sandbox: true,
  body: z.object({ rail: oneOf(chaosRails), fault: oneOf(chaosFaults), count: integer(0, 10_000) }),
  response: answer({ rail: z.enum(chaosRails), fault: z.enum(chaosFaults), count: wholeNumber }),
  errors: [],
})
