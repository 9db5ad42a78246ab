import { endpoints, operatorEndpoints } from './index.ts'
import { openApiDocument } from './openapi/document.ts'

const version = '0.1.0'

/** The OpenAPI 3.1 document of everything that a partner can call, and of the webhooks that it gets. */
export const partnerOpenApi = (serverUrl = 'http://127.0.0.1:8080'): object =>
  openApiDocument(endpoints, {
    title: 'florin Partner API',
    description:
      'Balances in EUR and crypto for your users: open them, verify them, fund them, exchange and move money, and hear of everything by webhook.\n\nEvery call bears your key in `x-api-key`. Refusals have a stable `errorCode`. An `Idempotency-Key` makes a change safe to send again.',
    version,
    serverUrl,
    tags: {
      Users: 'Users and their balances.',
      Verification: 'Who a user is.',
      Exchange: 'One currency into another, at a locked rate.',
      Transfers: 'Money between you and your users, and between users.',
      SEPA: 'EUR from and to bank accounts.',
      Partner: 'Your own balances.',
      Webhooks: 'Where your events go, and the log of them.',
      Settings: 'Keys, addresses, fees and your calls.',
      Reference: 'What there is.',
      Sandbox: 'What the outside world does, at your word. Not in production.',
      'Webhook calls': 'The calls that we make to you.',
    },
    withWebhooks: true,
  })

/** The OpenAPI 3.1 document of the operator's listener. */
export const operatorOpenApi = (serverUrl = 'http://127.0.0.1:8082'): object =>
  openApiDocument(operatorEndpoints, {
    title: 'florin Operator API',
    description:
      'For the people who run the bank. Every call bears the token of a named operator; every change needs a `reason`, and both are kept in the audit trail.',
    version,
    serverUrl,
    tags: {
      Partners: 'Partners, their settings and keys.',
      Fees: 'Fees agreed with one partner.',
      Limits: 'Limits of users agreed with one partner.',
      Users: 'Users of a partner.',
      Verification: 'Verifications to decide.',
      Operators: 'Who may act, and what was done.',
      Books: 'The ledger, its seals and what waits in suspense.',
      SEPA: 'Accounts that money came from, payments, and what the bank says.',
      Screening: 'Sanctions and PEP lists, and users who may be on them.',
      Jobs: 'Work that was given up.',
    },
    withWebhooks: false,
  })
