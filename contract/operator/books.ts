import { z } from 'zod'
import { endpoint } from '../kernel/endpoint.ts'
import {
  amountText,
  currency,
  externalUserId,
  instant,
  optional,
  page,
  text,
  timestamp,
  uuid,
} from '../kernel/fields.ts'
import { answer, listOf, wholeNumber } from '../shapes/answer.ts'
import { reason } from './fields.ts'

const tag = 'Books'
const roles = ['finance', 'admin'] as const

export const getTrialBalance = endpoint({
  method: 'GET',
  path: '/operator/v1/ledger/trial-balance',
  tag,
  summary: 'All accounts of the chart, per asset',
  description:
    'Of all partners together, or of one. Amounts are on the side that the class grows on; `isBalanced` says that assets = liabilities + income − expense + equity.',
  access: 'operator',
  roles,
  query: z.strictObject({ partnerId: optional(uuid) }),
  response: answer({
    at: timestamp,
    assets: z.array(
      answer({
        currency: z.string(),
        isBalanced: z.boolean(),
        accounts: z.array(
          answer({
            account: z.string(),
            class: z.enum(['asset', 'liability', 'income', 'expense', 'equity']),
            balance: amountText,
          }),
        ),
      }),
    ),
  }),
  errors: ['P418'],
})

export const getBalanceAt = endpoint({
  method: 'GET',
  path: '/operator/v1/ledger/balance',
  tag,
  summary: 'The balance of one account at an instant',
  description:
    '`account` is a code of the chart. `customer` needs the externalUserId. Postings at the instant itself are included; without `at` it is now.',
  access: 'operator',
  roles,
  query: z.strictObject({
    partnerId: uuid,
    account: text(1, 50),
    currency,
    externalUserId: optional(externalUserId),
    at: optional(instant),
  }),
  response: answer({ account: z.string(), currency: z.string(), at: timestamp, balance: amountText }),
  errors: ['P410', 'P412', 'P418'],
})

export const verifyBooks = endpoint({
  method: 'GET',
  path: '/operator/v1/ledger/verify',
  tag,
  summary: 'Replay the sealed history against the books',
  description:
    '`findings` names the first row of each block that is not what was sealed, and each law that the balances break. `unsealed` entries are held against the laws only. `head` is the hash of the newest block.',
  access: 'operator',
  roles,
  response: answer({
    isIntact: z.boolean(),
    blocks: wholeNumber,
    entries: wholeNumber,
    unsealed: wholeNumber,
    head: z.string().nullable(),
    findings: z.array(answer({ law: z.string(), row: z.string(), detail: z.string() })),
    checkedAt: timestamp,
  }),
  errors: [],
})

export const getLatestSeal = endpoint({
  method: 'GET',
  path: '/operator/v1/ledger/seals/latest',
  tag,
  summary: 'The newest sealed block',
  description: 'Null before the first one. Hashes are hex, the signature is base64.',
  access: 'operator',
  roles,
  response: answer({
    seal: answer({
      block: wholeNumber,
      root: z.string(),
      hash: z.string(),
      leaves: wholeNumber,
      sealedAt: timestamp,
      keyId: z.string(),
      signature: z.string(),
    }).nullable(),
  }),
  errors: [],
})

export const proveTransaction = endpoint({
  method: 'GET',
  path: '/operator/v1/partners/:partnerId/ledger/proof/:transactionId',
  tag,
  summary: 'The proof that a transaction is in sealed history',
  description:
    'One proof per journal entry of the transaction that a block covers; none while it is in the unsealed tail. `entry` is the canonical text whose hash the leaf is; docs/books.md says how to check it.',
  access: 'operator',
  roles,
  params: z.object({ partnerId: uuid, transactionId: uuid }),
  response: answer({
    proofs: z.array(
      answer({
        entryId: z.string(),
        kind: z.string(),
        entry: z.string(),
        leaf: z.string(),
        steps: z.array(answer({ side: z.enum(['left', 'right']), hash: z.string() })),
        root: z.string(),
        block: wholeNumber,
        blockHash: z.string(),
        keyId: z.string(),
        signature: z.string(),
      }),
    ),
  }),
  errors: ['P418'],
})

export const listSuspense = endpoint({
  method: 'GET',
  path: '/operator/v1/suspense',
  tag,
  summary: 'Money that arrived and waits, oldest first',
  description: 'Without a partner nobody knows whose it is. Reading it is recorded: payers are named.',
  access: 'operator',
  roles: ['support', 'compliance', 'finance', 'admin'],
  query: z.strictObject({ partnerId: optional(uuid), ...page }),
  response: listOf(
    'items',
    answer({
      id: z.string(),
      partnerId: z.string().nullable(),
      externalUserId: z.string().nullable(),
      amount: amountText,
      currency: z.string(),
      senderName: z.string().nullable(),
      senderIban: z.string().nullable(),
      reference: z.string().nullable(),
      cause: z.string(),
      since: timestamp,
    }),
  ),
  errors: ['P418'],
})

export const returnSuspense = endpoint({
  method: 'POST',
  path: '/operator/v1/suspense/:depositId/return',
  tag,
  summary: 'Send money that waits back to its sender',
  description: 'Ordered from the bank at once. What does not wait, or waits no more, is P477.',
  access: 'operator',
  roles: ['compliance', 'finance', 'admin'],
  params: z.object({ depositId: uuid }),
  body: z.object({ reason }),
  response: answer({ id: z.string(), status: z.literal('RETURNING') }),
  errors: ['P477'],
})
