// Generated from contract/ by `npm run gen`. Do not edit.

import { type Call, type CallOptions, type CallText, segment } from '../call.ts'
import type * as T from './types.ts'

export const partnerResources = (call: Call, callText: CallText) => ({
  users: {
    /** Create a user with crypto and fiat balances. For partners with KYC. The balances exist at once; the fiat one waits for activation and has no IBAN until the user is verified. */
    createKycUser: (body: T.CreateKycUserBody, options?: CallOptions): Promise<T.CreateKycUserAnswer> =>
      call({ method: 'POST', path: `/v1/user/balances/crypto-and-fiat`, body }, options),
    /** Create a user of a partner without KYC. The balances are usable at once. Such a user has no card and can never be upgraded. */
    createUser: (body: T.CreateUserBody, options?: CallOptions): Promise<T.CreateUserAnswer> =>
      call({ method: 'POST', path: `/v1/user/balances/crypto`, body }, options),
    /** Delete a user. Refused while any balance or hold is not zero. Personal data is erased when the law allows; the books keep the id, and the externalUserId is never free again. */
    deleteUser: (externalUserId: string, options?: CallOptions): Promise<T.DeleteUserAnswer> =>
      call({ method: 'DELETE', path: `/v1/user/${segment(externalUserId)}` }, options),
    /** Give a user the extended tier. Higher limits, and cards. The user must be verified; where the country asks for a proof of address it must be approved: P211 (status 202) while one is under review, P460 while there is none that was accepted. Extending twice is no error. */
    extendUser: (externalUserId: string, options?: CallOptions): Promise<T.ExtendUserAnswer> =>
      call({ method: 'POST', path: `/v1/user/extend/${segment(externalUserId)}` }, options),
    /** A user */
    getUser: (externalUserId: string, options?: CallOptions): Promise<T.GetUserAnswer> =>
      call({ method: 'GET', path: `/v1/user/${segment(externalUserId)}` }, options),
    /** Balances of a user. Users of a partner with KYC have two lists, users of a partner without KYC one flat list. */
    getUserBalances: (externalUserId: string, options?: CallOptions): Promise<T.GetUserBalancesAnswer> =>
      call({ method: 'GET', path: `/v1/user/balances/${segment(externalUserId)}` }, options),
    /** What happened on the balances of a user. Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV. */
    getUserHistory: (
      externalUserId: string,
      query?: T.GetUserHistoryQuery,
      options?: CallOptions,
    ): Promise<T.GetUserHistoryAnswer> =>
      call({ method: 'GET', path: `/v1/user/transaction-history/${segment(externalUserId)}`, query }, options),
    /** What happened on the balances of a user. Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV. */
    getUserHistoryAs: (
      media: 'text/csv',
      externalUserId: string,
      query?: T.GetUserHistoryQuery,
      options?: CallOptions,
    ): Promise<string> =>
      callText(
        { method: 'GET', path: `/v1/user/transaction-history/${segment(externalUserId)}`, query },
        media,
        options,
      ),
    /** The limits of a user, and what is used of them. By operation and period, in EUR. Days and months are those of your time zone. Users of a partner without KYC have no limits: the list is empty. */
    getUserLimits: (externalUserId: string, options?: CallOptions): Promise<T.GetUserLimitsAnswer> =>
      call({ method: 'GET', path: `/v1/user/limits/${segment(externalUserId)}` }, options),
    /** All users, newest first */
    listUsers: (query?: T.ListUsersQuery, options?: CallOptions): Promise<T.ListUsersAnswer> =>
      call({ method: 'GET', path: `/v1/users`, query }, options),
    /** Suspend a user. A suspended user can be read and can receive; everything outgoing is P455. Suspending twice is no error. */
    suspendUser: (externalUserId: string, options?: CallOptions): Promise<T.SuspendUserAnswer> =>
      call({ method: 'PATCH', path: `/v1/user/suspend/${segment(externalUserId)}` }, options),
    /** Lift the suspension of a user. One that we ordered is not lifted by this call: the answer then still says SUSPENDED. Lifting what is not there is no error. */
    unsuspendUser: (externalUserId: string, options?: CallOptions): Promise<T.UnsuspendUserAnswer> =>
      call({ method: 'PATCH', path: `/v1/user/unsuspend/${segment(externalUserId)}` }, options),
    /** Change data of a user. Contact and address at any time; name, birth date, citizenship and document only before the verification has begun (afterwards P403: verify anew). */
    updateUser: (externalUserId: string, body?: T.UpdateUserBody, options?: CallOptions): Promise<T.UpdateUserAnswer> =>
      call({ method: 'PATCH', path: `/v1/user/${segment(externalUserId)}`, body }, options),
  },
  verification: {
    /** Add pictures of the document and a selfie. ID_CARD and RESIDENCE_PERMIT need front, back and selfie; PASSPORT its page with the photo (`front`) and a selfie. Several `files` are taken in this order. jpeg, png or pdf, told by content; 5 MB each. A later file takes the place of the earlier one, until the verification is decided. */
    addKycFiles: (
      externalUserId: string,
      files: {
        readonly files?: Blob | readonly Blob[]
        readonly front?: Blob | readonly Blob[]
        readonly back?: Blob | readonly Blob[]
        readonly selfie?: Blob | readonly Blob[]
      },
      options?: CallOptions,
    ): Promise<T.AddKycFilesAnswer> =>
      call({ method: 'POST', path: `/v1/user/kyc-files/${segment(externalUserId)}`, files }, options),
    /** Add a proof of address. At most 3 files of one document that was issued in the last 3 months and shows name and address: jpeg, png or pdf, told by content; 5 MB each. P211 (status 202) while an earlier one is under review; P460 where the country of the user asks for none. */
    addPoaFiles: (
      externalUserId: string,
      files: { readonly files?: Blob | readonly Blob[] },
      options?: CallOptions,
    ): Promise<T.AddPoaFilesAnswer> =>
      call({ method: 'POST', path: `/v1/user/poa-files/${segment(externalUserId)}`, files }, options),
    /** How far the verification of a user is. While it is PENDING, `rejectionReasons` say what has to be sent again. EXPIRED: the document is valid no longer, verify anew. */
    getKycStatus: (externalUserId: string, options?: CallOptions): Promise<T.GetKycStatusAnswer> =>
      call({ method: 'GET', path: `/v1/kyc/status/${segment(externalUserId)}` }, options),
    /** Ask for the verification of a user. Starts the decision; it waits until the KYC files are there. On approval the balances become ACTIVE, the IBAN is made, and `webhook/user/status` is sent. A call for a user who is already approved changes nothing. */
    startVerification: (body: T.StartVerificationBody, options?: CallOptions): Promise<T.StartVerificationAnswer> =>
      call({ method: 'POST', path: `/v1/user/verification`, body }, options),
    /** Make a link to the hosted verification. Show the link to your user within 24 hours. It belongs to the first browser that opens it; a new link ends the earlier one. The pages lead back to `successUrl` when all was sent, to `errorUrl` when it failed or expired. GET of the link needs no key. */
    createHostedVerification: (
      body: T.CreateHostedVerificationBody,
      options?: CallOptions,
    ): Promise<T.CreateHostedVerificationAnswer> => call({ method: 'POST', path: `/v1/kyc`, body }, options),
  },
  settings: {
    /** How the hosted pages look */
    getBranding: (options?: CallOptions): Promise<T.GetBrandingAnswer> =>
      call({ method: 'GET', path: `/v1/partner/branding` }, options),
    /** Say how the hosted pages look. What is left out is what it is by default: your name, our colour, no logo. */
    updateBranding: (body?: T.UpdateBrandingBody, options?: CallOptions): Promise<T.UpdateBrandingAnswer> =>
      call({ method: 'PUT', path: `/v1/partner/branding`, body }, options),
    /** Make an API key. The key is shown this once; we keep only a hash of it. `admin` covers `write`, and `write` covers `read`. */
    createApiKey: (body: T.CreateApiKeyBody, options?: CallOptions): Promise<T.CreateApiKeyAnswer> =>
      call({ method: 'POST', path: `/v1/partner/api-keys`, body }, options),
    /** Revoke an API key. Effective at once. A key that does not exist is P404. */
    deleteApiKey: (keyId: string, options?: CallOptions): Promise<T.DeleteApiKeyAnswer> =>
      call({ method: 'DELETE', path: `/v1/partner/api-keys/${segment(keyId)}` }, options),
    /** What you pay now */
    getFees: (options?: CallOptions): Promise<T.GetFeesAnswer> =>
      call({ method: 'GET', path: `/v1/partner/fees` }, options),
    /** The addresses that may use your keys */
    getIpAllowlist: (options?: CallOptions): Promise<T.GetIpAllowlistAnswer> =>
      call({ method: 'GET', path: `/v1/partner/ip-allowlist` }, options),
    /** Your API keys */
    listApiKeys: (query?: T.ListApiKeysQuery, options?: CallOptions): Promise<T.ListApiKeysAnswer> =>
      call({ method: 'GET', path: `/v1/partner/api-keys`, query }, options),
    /** Your calls of the last 30 days, newest first. Who called what and what came of it. Bodies are not kept. */
    listRequests: (query?: T.ListRequestsQuery, options?: CallOptions): Promise<T.ListRequestsAnswer> =>
      call({ method: 'GET', path: `/v1/partner/requests`, query }, options),
    /** Choose the addresses that may use your keys. Replaces the list. An empty list allows every address. Not enforced in the sandbox. */
    updateIpAllowlist: (body: T.UpdateIpAllowlistBody, options?: CallOptions): Promise<T.UpdateIpAllowlistAnswer> =>
      call({ method: 'PUT', path: `/v1/partner/ip-allowlist`, body }, options),
  },
  exchange: {
    /** Exchange money of a user at a locked rate */
    createExchange: (body: T.CreateExchangeBody, options?: CallOptions): Promise<T.CreateExchangeAnswer> =>
      call({ method: 'POST', path: `/v1/exchange`, body }, options),
    /** Exchange your own money at a locked rate */
    createPartnerExchange: (
      body: T.CreatePartnerExchangeBody,
      options?: CallOptions,
    ): Promise<T.CreatePartnerExchangeAnswer> => call({ method: 'POST', path: `/v1/partner/exchange`, body }, options),
    /** An exchange of a user */
    getExchange: (exchangeId: string, options?: CallOptions): Promise<T.GetExchangeAnswer> =>
      call({ method: 'GET', path: `/v1/exchange/details/${segment(exchangeId)}` }, options),
    /** The rate of a pair now, without promise */
    getExchangeRate: (query: T.GetExchangeRateQuery, options?: CallOptions): Promise<T.GetExchangeRateAnswer> =>
      call({ method: 'GET', path: `/v1/exchange/get-rate`, query }, options),
    /** An exchange of your own money */
    getPartnerExchange: (exchangeId: string, options?: CallOptions): Promise<T.GetPartnerExchangeAnswer> =>
      call({ method: 'GET', path: `/v1/partner/exchange/details/${segment(exchangeId)}` }, options),
    /** The rate of a pair now, without promise */
    getPartnerExchangeRate: (
      query: T.GetPartnerExchangeRateQuery,
      options?: CallOptions,
    ): Promise<T.GetPartnerExchangeRateAnswer> =>
      call({ method: 'GET', path: `/v1/partner/exchange/get-rate`, query }, options),
    /** Lock a rate for a user. The rate holds until `expiresAt`, for one exchange of this pair by this owner, up to this amount (in `currencyFrom`). */
    lockExchangeRate: (query: T.LockExchangeRateQuery, options?: CallOptions): Promise<T.LockExchangeRateAnswer> =>
      call({ method: 'GET', path: `/v1/exchange/get-lock`, query }, options),
    /** Lock a rate for your own money. The rate holds until `expiresAt`, for one exchange of this pair by this owner, up to this amount (in `currencyFrom`). */
    lockPartnerExchangeRate: (
      query: T.LockPartnerExchangeRateQuery,
      options?: CallOptions,
    ): Promise<T.LockPartnerExchangeRateAnswer> =>
      call({ method: 'GET', path: `/v1/partner/exchange/get-lock`, query }, options),
  },
  transfers: {
    /** Move money between your own balance and users, or between users. With a destination only: from you to the user. With a source only: from the user to you. With both: from user to user. Free of charge and at once. */
    createTransfer: (body: T.CreateTransferBody, options?: CallOptions): Promise<T.CreateTransferAnswer> =>
      call({ method: 'POST', path: `/v1/transfer`, body }, options),
    /** A transfer */
    getTransfer: (transferId: string, options?: CallOptions): Promise<T.GetTransferAnswer> =>
      call({ method: 'GET', path: `/v1/transfer/details/${segment(transferId)}` }, options),
  },
  partner: {
    /** Your own balances */
    getPartnerBalances: (options?: CallOptions): Promise<T.GetPartnerBalancesAnswer> =>
      call({ method: 'GET', path: `/v1/partner/balances` }, options),
    /** What happened on your own balances. Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV. */
    getPartnerHistory: (query?: T.GetPartnerHistoryQuery, options?: CallOptions): Promise<T.GetPartnerHistoryAnswer> =>
      call({ method: 'GET', path: `/v1/partner/transaction-history`, query }, options),
    /** What happened on your own balances. Newest first. `from` is included, `to` is not; `currency` finds an exchange by either of its two. With `Accept: text/csv` the same page comes as CSV. */
    getPartnerHistoryAs: (
      media: 'text/csv',
      query?: T.GetPartnerHistoryQuery,
      options?: CallOptions,
    ): Promise<string> => callText({ method: 'GET', path: `/v1/partner/transaction-history`, query }, media, options),
  },
  sepa: {
    /** Where to pay EUR in for yourself */
    getPartnerSepaDepositInfo: (options?: CallOptions): Promise<T.GetPartnerSepaDepositInfoAnswer> =>
      call({ method: 'GET', path: `/v1/partner/sepa-deposit/info` }, options),
    /** Where to pay EUR in for a user. A user of a partner with KYC must be verified first. */
    getSepaDepositInfo: (externalUserId: string, options?: CallOptions): Promise<T.GetSepaDepositInfoAnswer> =>
      call({ method: 'GET', path: `/v1/sepa-deposit/info/${segment(externalUserId)}` }, options),
    /** Pay EUR to a bank account from your own balance. The amount and the fee are held at once. In a closed loop money goes only to an approved contact, and the receiver fields are refused; in an open loop they are needed: `receiverType`, then both names, or `companyName`; the receiver’s bank is asked whether the account is theirs, and the transfer fails where it says no. Characters outside SEPA’s set are transliterated. */
    createPartnerSepaTransfer: (
      body: T.CreatePartnerSepaTransferBody,
      options?: CallOptions,
    ): Promise<T.CreatePartnerSepaTransferAnswer> =>
      call({ method: 'POST', path: `/v1/partner/sepa-transfer`, body }, options),
    /** Pay EUR to a bank account. The amount and the fee are held at once. In a closed loop money goes only to an approved contact, and the receiver fields are refused; in an open loop they are needed: `receiverType`, then both names, or `companyName`; the receiver’s bank is asked whether the account is theirs, and the transfer fails where it says no. Characters outside SEPA’s set are transliterated. */
    createSepaTransfer: (body: T.CreateSepaTransferBody, options?: CallOptions): Promise<T.CreateSepaTransferAnswer> =>
      call({ method: 'POST', path: `/v1/sepa-transfer`, body }, options),
    /** A payment to a bank account */
    getSepaTransfer: (transferId: string, options?: CallOptions): Promise<T.GetSepaTransferAnswer> =>
      call({ method: 'GET', path: `/v1/sepa-transfer/details/${segment(transferId)}` }, options),
    /** The accounts from which you have paid in */
    listPartnerSepaContacts: (
      query?: T.ListPartnerSepaContactsQuery,
      options?: CallOptions,
    ): Promise<T.ListPartnerSepaContactsAnswer> =>
      call({ method: 'GET', path: `/v1/partner/sepa-deposit/contacts`, query }, options),
    /** The accounts from which a user has paid in. An account is remembered when money comes from it with the user’s reference: APPROVED when the sender’s name is the user’s, PENDING when it may be, REJECTED when it is not. */
    listSepaContacts: (
      externalUserId: string,
      query?: T.ListSepaContactsQuery,
      options?: CallOptions,
    ): Promise<T.ListSepaContactsAnswer> =>
      call({ method: 'GET', path: `/v1/sepa-deposit/contacts/${segment(externalUserId)}`, query }, options),
  },
  webhooks: {
    /** An event with every attempt to deliver it */
    getEvent: (eventId: string, options?: CallOptions): Promise<T.GetEventAnswer> =>
      call({ method: 'GET', path: `/v1/partner/events/${segment(eventId)}` }, options),
    /** Where and how your webhooks are sent */
    getWebhookSettings: (options?: CallOptions): Promise<T.GetWebhookSettingsAnswer> =>
      call({ method: 'GET', path: `/v1/partner/webhooks` }, options),
    /** Your events, oldest first. `sequence` has no gaps: ask for what comes `after` the last one that you have. Secret fields are masked. Asked for, `subject` is the externalUserId of a user (also of one that was deleted), the id of a user or the id of an object. In the answer it is always an id: that of the user (`userId`) for `user.*`, `kyc.*`, `poa.*` and `iban.*`, that of the object for all others; what you call the user stands in the body. */
    listEvents: (query?: T.ListEventsQuery, options?: CallOptions): Promise<T.ListEventsAnswer> =>
      call({ method: 'GET', path: `/v1/partner/events`, query }, options),
    /** Send an event again. Also one that was delivered. The body is byte for byte the same, and so is `webhook-id`. */
    replayEvent: (eventId: string, options?: CallOptions): Promise<T.ReplayEventAnswer> =>
      call({ method: 'POST', path: `/v1/partner/events/${segment(eventId)}/replay` }, options),
    /** Send many events again. All that satisfy every given condition; at least one is needed. Both sequences are included. `subject` is the externalUserId of a user (also of one that was deleted), the id of a user or the id of an object. */
    replayEvents: (body: T.ReplayEventsBody, options?: CallOptions): Promise<T.ReplayEventsAnswer> =>
      call({ method: 'POST', path: `/v1/partner/events/replay`, body }, options),
    /** Make a new signing secret. The secret (Standard Webhooks form, `whsec_…`) is shown this once. For 24 hours every delivery is signed with the old and the new one; each former secret has its own 24 hours, whatever is rotated meanwhile. At most 9 former ones sign at a time: a rotation beyond that is P429, and `Retry-After` says when the next is possible. */
    rotateWebhookSecret: (options?: CallOptions): Promise<T.RotateWebhookSecretAnswer> =>
      call({ method: 'POST', path: `/v1/partner/webhooks/rotate-secret` }, options),
    /** Try your webhook endpoint now. Asks `webhook/health` (404 counts as healthy) and, where a `type` is given, sends the documented example of that event, signed, once and outside of the event log. */
    testWebhooks: (body?: T.TestWebhooksBody, options?: CallOptions): Promise<T.TestWebhooksAnswer> =>
      call({ method: 'POST', path: `/v1/partner/webhooks/test`, body }, options),
    /** Choose where and how your webhooks are sent. Replaces the settings as a whole; only the token stays when it is left out. Each event goes to `url` + its path (`appendPath: false`: to `url` as it is), or to its own URL in `overrides`, which is called as it is. Without a URL nothing is sent, and the events stay readable. `events` names the types that you want; null means the defaults. `token` is sent raw in the Authorization header. */
    updateWebhookSettings: (
      body?: T.UpdateWebhookSettingsBody,
      options?: CallOptions,
    ): Promise<T.UpdateWebhookSettingsAnswer> => call({ method: 'PUT', path: `/v1/partner/webhooks`, body }, options),
  },
  reference: {
    /** Countries and what is offered there */
    listCountries: (options?: CallOptions): Promise<T.ListCountriesAnswer> =>
      call({ method: 'GET', path: `/v1/reference/countries` }, options),
    /** Currencies, their networks and conditions */
    listCurrencies: (options?: CallOptions): Promise<T.ListCurrenciesAnswer> =>
      call({ method: 'GET', path: `/v1/reference/currencies` }, options),
  },
  sandbox: {
    /** Move the clock. With `CLOCK=manual` only. Goes forward by `advanceMs` or to the instant `to`, doing everything that falls due on the way, and stays before the year 9000. `settled: false` says that work was left after 60 seconds. */
    advanceClock: (body: T.AdvanceClockBody, options?: CallOptions): Promise<T.AdvanceClockAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/clock`, body }, options),
    /** Decide the verification of a user. The same verdict twice changes nothing. */
    decideKyc: (body: T.DecideKycBody, options?: CallOptions): Promise<T.DecideKycAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/kyc-decision`, body }, options),
    /** Decide the proof of address of a user. The latest one. QUESTIONED: a better copy is wanted. The same verdict twice changes nothing. */
    decidePoa: (body: T.DecidePoaBody, options?: CallOptions): Promise<T.DecidePoaAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/poa-decision`, body }, options),
    /** Let a rail misbehave. The next `count` calls of the rail show this fault; 0 takes it back. A fault that the rail does not know is P403. The sources of rates are called at once, and every ten seconds by the clock. */
    planFault: (body: T.PlanFaultBody, options?: CallOptions): Promise<T.PlanFaultAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/chaos`, body }, options),
    /** Set the market price of a currency. At most 1000000000 EUR, with at most 8 decimal places. It holds at once, without a spread, until it is set anew. */
    setRate: (body: T.SetRateBody, options?: CallOptions): Promise<T.SetRateAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/rate`, body }, options),
    /** Let EUR arrive at the bank. Without `externalUserId`, `iban` and `reference` it is for you yourself. With a user alone it goes to the user’s own IBAN and reference. `instant`: by SCT Inst, which is answered within ten seconds: money that could only go back is refused and never arrives. */
    simulateSepaDeposit: (
      body: T.SimulateSepaDepositBody,
      options?: CallOptions,
    ): Promise<T.SimulateSepaDepositAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/sepa-deposit`, body }, options),
    /** Let a payer’s bank ask for its money back. The payer’s bank recalls a SEPA deposit (camt.056) with this reason code, such as `DUPL` or `FRAD`. The operator decides; without an answer it is refused after 15 TARGET days. */
    simulateSepaRecall: (body: T.SimulateSepaRecallBody, options?: CallOptions): Promise<T.SimulateSepaRecallAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/sepa-recall`, body }, options),
    /** Let a payment come back. The receiving bank returns a SUCCESSFUL SEPA transfer with this reason code of SEPA, such as `AC04` (the account is closed). */
    simulateSepaReturn: (body: T.SimulateSepaReturnBody, options?: CallOptions): Promise<T.SimulateSepaReturnAnswer> =>
      call({ method: 'POST', path: `/v1/simulate/sepa-return`, body }, options),
  },
})
