// Generated from contract/ by `npm run gen`. Do not edit.

export interface ApiKey {
  /** The id of an API key; with the signature, of the signing key. */
  readonly keyId: string
  /** Name. */
  readonly name: string
  /** The first characters of the key. */
  readonly prefix: string
  /** What the key may do: `admin` covers `write`, and `write` covers `read`. */
  readonly scopes: readonly ('read' | 'write' | 'admin')[]
  /** When it was made. */
  readonly createdAt: string
  /** When the key was used last, to the minute. */
  readonly lastUsedAt: string | null
  /** Since when the key is refused. */
  readonly revokedAt: string | null
}

export interface Branding {
  /** What the pages call you. */
  readonly displayName: string
  /** The colour of buttons and marks, #rrggbb. */
  readonly accentColour: string
  /** A data URL of a png, jpeg or webp of at most 64 kB; null: none. */
  readonly logo: string | null
}

export interface CryptoBalance {
  /** Id. */
  readonly id: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** What can be spent: `amount` less what is held. */
  readonly availableAmount: string
  /** What is held for payments under way. */
  readonly heldAmount: string
  /** Name. */
  readonly name: string
  /** The address on the first network; null where there is none. */
  readonly wallet: string | null
  /** The address on each network. */
  readonly wallets: Readonly<Record<string, string>>
  /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
  readonly rate: number
  /** The conditions on each network of the currency. */
  readonly networkConfig: Readonly<Record<string, NetworkConditions>>
}

export interface Delivery {
  /** Status. */
  readonly status: 'PENDING' | 'RETRYING' | 'DELIVERED' | 'UNDELIVERED' | 'OFF'
  /** The attempts to deliver or to do it. */
  readonly attempts: number
  /** When it was tried last. */
  readonly lastAttemptAt: string | null
  /** When it is tried next. */
  readonly nextAttemptAt: string | null
  /** When your endpoint accepted it. */
  readonly deliveredAt: string | null
}

export interface DeliveryAttempt {
  /** When. */
  readonly at: string
  /** An http or https URL. */
  readonly url: string
  /** Status. */
  readonly status: number | null
  /** How long it took, in milliseconds. */
  readonly latencyMs: number
  /** The first 1 kB of what the endpoint answered. */
  readonly answer: string | null
  /** What went wrong; null where nothing did. */
  readonly error: string | null
}

export interface EffectiveFees {
  /** The version. */
  readonly version: number
  /** What each kind costs. */
  readonly fees: readonly {
    /** The kind. */
    readonly kind: 'EXCHANGE' | 'SEPA_TRANSFER' | 'CRYPTO_WITHDRAWAL' | 'CARD_MONTH'
    /** Currency slug; any letter case is accepted. */
    readonly currency: string
    /** Network slug; any letter case is accepted. */
    readonly network: string | null
    /** The part of the amount that is taken: 0.0149 is 1.49 %. */
    readonly fraction: string
    /** The fee is at least this much, in `currency`. */
    readonly minimum: string
    /** Added to the fee, in `currency`. */
    readonly fixed: string
    /** Whether it was agreed with you alone. */
    readonly isOverride: boolean
  }[]
}

export interface EventRecord {
  /** Id. */
  readonly id: string
  /** Counts your events, without gaps. */
  readonly sequence: number
  /** The type. */
  readonly type:
    | 'user.status'
    | 'kyc.status'
    | 'kyc.file'
    | 'poa.status'
    | 'transfer.status'
    | 'sepa_deposit.status'
    | 'sepa_transfer.status'
    | 'iban.status'
    | 'exchange.status'
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject: string
  /** The version. */
  readonly version: number
  /** When it was made. */
  readonly createdAt: string
  /** The body as it is sent to you. */
  readonly body: Readonly<Record<string, unknown>>
  readonly delivery: Delivery
}

export interface EventWithAttempts {
  /** Id. */
  readonly id: string
  /** Counts your events, without gaps. */
  readonly sequence: number
  /** The type. */
  readonly type:
    | 'user.status'
    | 'kyc.status'
    | 'kyc.file'
    | 'poa.status'
    | 'transfer.status'
    | 'sepa_deposit.status'
    | 'sepa_transfer.status'
    | 'iban.status'
    | 'exchange.status'
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject: string
  /** The version. */
  readonly version: number
  /** When it was made. */
  readonly createdAt: string
  /** The body as it is sent to you. */
  readonly body: Readonly<Record<string, unknown>>
  readonly delivery: Delivery
  /** The attempts to deliver or to do it. */
  readonly attempts: readonly DeliveryAttempt[]
}

export interface Exchange {
  /** The id of the exchange. */
  readonly exchangeId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string | null
  /** What was given. */
  readonly amountFrom: string
  /** The currency that is given. */
  readonly currencyFrom: string
  /** What was received. */
  readonly amountTo: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
  readonly rate: string
  /** The fee, in `feeCurrency` (EUR where there is none). */
  readonly fee: string
  /** Status. */
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED'
  /** When it was made. */
  readonly createdAt: string
}

export interface ExchangeLock {
  /** The id of the rate lock. */
  readonly lockId: string
  /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
  readonly rate: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** What will be received, after the fee. */
  readonly receivedAmount: string
  /** The fee, in `feeCurrency` (EUR where there is none). */
  readonly fee: string
  /** The currency of the fee. */
  readonly feeCurrency: string
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Until when it holds. */
  readonly expiresAt: string
}

export interface ExchangeRate {
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
  readonly rate: string
  /** The rate is a hint and holds for nobody. */
  readonly indicative: true
  /** When it was so. */
  readonly timestamp: string
}

export interface FiatBalance {
  /** Id. */
  readonly id: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** What can be spent: `amount` less what is held. */
  readonly availableAmount: string
  /** What is held for payments under way. */
  readonly heldAmount: string
  /** Name. */
  readonly name: 'eur'
  /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
  readonly rate: number
  /** International bank account number. */
  readonly iban: string | null
  /** Status. */
  readonly status: 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED' | 'ACTIVE' | 'BLOCKED' | 'CLOSED'
}

export interface HistoryEntry {
  /** Id. */
  readonly id: string
  /** The type. */
  readonly type:
    | 'SEPA_DEPOSIT'
    | 'SEPA_TRANSFER'
    | 'CRYPTO_DEPOSIT'
    | 'CRYPTO_WITHDRAWAL'
    | 'EXCHANGE'
    | 'P2P_TRANSFER'
    | 'CARD_TRANSACTION'
    | 'FEE'
    | 'ADJUSTMENT'
    | 'ORDER'
    | 'PAYMENT_LINK'
  /** IN raises the balance, OUT lowers it. */
  readonly direction: 'IN' | 'OUT'
  /** Status. */
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED'
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** The fee, in `feeCurrency` (EUR where there is none). */
  readonly fee: string | null
  /** The currency of the fee. */
  readonly feeCurrency: string | null
  /** The other side: a name, a user, an address or null. */
  readonly counterparty: string | null
  /** The remittance information. */
  readonly reference: string | null
  /** What was booked on the balance afterwards; null as long as nothing is booked. */
  readonly balanceAfter: string | null
  /** When it was made. */
  readonly createdAt: string
  /** When it ended; null while it is under way. */
  readonly completedAt: string | null
}

export interface HostedVerification {
  /** The id of the hosted verification. */
  readonly verificationId: string
  /** The link to show to your user. */
  readonly verificationUrl: string
  /** Until when it holds. */
  readonly expiresAt: string
}

export interface IpAllowlist {
  /** Addresses and ranges, IPv4 or IPv6. Empty: every address. */
  readonly ranges: readonly string[]
}

export interface KycFiles {
  /** The files. */
  readonly files: readonly {
    /** The id of the file. */
    readonly fileId: string
    /** Which part of the document it shows. */
    readonly part: 'FRONT' | 'BACK' | 'SELFIE'
  }[]
  /** What is still needed for a decision. */
  readonly missing: readonly ('FRONT' | 'BACK' | 'SELFIE')[]
}

export interface KycState {
  /** Status. */
  readonly status: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
  /** Why it was rejected. */
  readonly rejectionReasons: readonly string[]
  /** When it changed last. */
  readonly updatedAt: string
}

export interface NetworkConditions {
  /** Whether it is the real network. */
  readonly mainnet: boolean
  /** Name. */
  readonly name: string
  /** Conditions of withdrawals. */
  readonly withdrawal: {
    /** What a withdrawal costs, in the currency, beside the network fee. */
    readonly feeWithdrawal: number
    /** The smallest withdrawal. */
    readonly minWithdrawal: number
  }
  /** Conditions of deposits. */
  readonly deposit: {
    /** The smallest deposit that is credited. */
    readonly minDeposit: number
  }
}

export interface NewApiKey {
  /** The id of an API key; with the signature, of the signing key. */
  readonly keyId: string
  /** Name. */
  readonly name: string
  /** The first characters of the key. */
  readonly prefix: string
  /** What the key may do: `admin` covers `write`, and `write` covers `read`. */
  readonly scopes: readonly ('read' | 'write' | 'admin')[]
  /** When it was made. */
  readonly createdAt: string
  /** The key, shown this once. */
  readonly apiKey: string
}

export interface PoaState {
  /** Status. */
  readonly status: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED'
  /** The files. */
  readonly files: readonly {
    /** The id of the file. */
    readonly fileId: string
  }[]
}

export interface Probe {
  /** An http or https URL. */
  readonly url: string
  /** Whether the answer counts as healthy or delivered. */
  readonly isAccepted: boolean
  /** Status. */
  readonly status: number | null
  /** How long it took, in milliseconds. */
  readonly latencyMs: number
  /** What went wrong; null where nothing did. */
  readonly error: string | null
}

export interface RequestRecord {
  /** The x-request-id of the call. */
  readonly requestId: string
  /** When. */
  readonly at: string
  /** HTTP method. */
  readonly method: string
  /** The path that was called. */
  readonly path: string
  /** Which call it was. */
  readonly call: string | null
  /** Status. */
  readonly status: number
  /** The code of the refusal; null where there was none. */
  readonly errorCode: string | null
  /** The message of the refusal. */
  readonly errorMessage: string | null
  /** How long it took, in milliseconds. */
  readonly latencyMs: number
  /** The id of an API key; with the signature, of the signing key. */
  readonly keyId: string | null
  /** Where the call came from. */
  readonly ip: string | null
  /** The Idempotency-Key of the call. */
  readonly idempotencyKey: string | null
  /** Whether it was the stored answer to an Idempotency-Key. */
  readonly isReplayed: boolean
}

export interface SepaContact {
  /** International bank account number. */
  readonly iban: string
  /** Who holds the account, as its bank writes it. */
  readonly holderName: string
  /** Status. */
  readonly status: 'PENDING' | 'APPROVED' | 'REJECTED'
  /** When money first came from it. */
  readonly firstSeenAt: string
}

export interface SepaDepositInfo {
  /** The reference that must stand in the remittance information. */
  readonly title: string
  /** International bank account number. */
  readonly iban: string
  /** BIC. */
  readonly swift: string
  /** Whom the account belongs to. */
  readonly accountHolder: string
  /** Street and number, in one text. */
  readonly address: string
}

export interface SepaError {
  /** What it means, as a sentence. */
  readonly description: string
  /** Status. */
  readonly status: string
}

export interface SepaTransfer {
  /** Id. */
  readonly id: string
  /** The type. */
  readonly type: 'external'
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** The remittance information. */
  readonly transferTitle: string
  /** The account that is paid. */
  readonly destinationIban: string
  /** Given names of who is paid. */
  readonly receiverFirstName: string | null
  /** Last name of who is paid. */
  readonly receiverLastName: string | null
  /** Status. */
  readonly status: 'PENDING' | 'PROCESSING' | 'SUCCESSFUL' | 'FAILED' | 'RETURNED'
  /** Currency slug; any letter case is accepted. */
  readonly currency: 'eur'
  /** The fee, in `feeCurrency` (EUR where there is none). */
  readonly fee: number
  /** When it was made. */
  readonly createdAt: string
  /** The name of a company. */
  readonly companyName: string | null
  /** What the receiver’s bank said of the name (Verification of Payee); null as long as it was not asked, and in a closed loop. */
  readonly payeeCheck: 'MATCH' | 'CLOSE_MATCH' | 'NO_MATCH' | 'NOT_AVAILABLE' | null
  /** What went wrong; null where nothing did. */
  readonly error: SepaError | null
  /** The user. */
  readonly user: User | null
}

export interface Transfer {
  /** The id of the transfer. */
  readonly transferId: string
  /** Who pays; without it, or null, you yourself. */
  readonly sourceExternalUserId: string | null
  /** Who receives; without it, or null, you yourself. */
  readonly destinationExternalUserId: string | null
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** Status. */
  readonly status: 'COMPLETED' | 'FAILED'
  /** When it was made. */
  readonly createdAt: string
}

export interface User {
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'CREATED' | 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'REJECTED' | 'DELETED'
  /** EXTENDED users have higher limits and cards. */
  readonly tier: 'STANDARD' | 'EXTENDED'
  /** How far the verification is; null where there was none. */
  readonly kycStatus: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | null
  /** How far the proof of address is; null where there was none. */
  readonly poaStatus: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED' | null
  /** When it was made. */
  readonly createdAt: string
}

export interface UserLimits {
  /** EXTENDED users have higher limits and cards. */
  readonly tier: 'STANDARD' | 'EXTENDED'
  /** The limits, by operation and period. */
  readonly limits: readonly {
    /** What it limits. A transfer counts for who sends it, an exchange once by its value. */
    readonly operation: 'DEPOSIT' | 'WITHDRAWAL' | 'TRANSFER' | 'EXCHANGE'
    /** One transaction alone, or all of a day or month of your time zone. */
    readonly period: 'TRANSACTION' | 'DAY' | 'MONTH'
    /** The most, in EUR. */
    readonly cap: string
    /** What is used of it, in EUR. */
    readonly used: string
    /** What is left, in EUR. */
    readonly remaining: string
    /** When the day or month ends; null for one transaction. */
    readonly resetsAt: string | null
  }[]
}

export interface WebhookSettings {
  /** An http or https URL. */
  readonly url: string | null
  /** Whether the path of the event is appended to `url`. Default: true. */
  readonly appendPath: boolean
  /** A URL per event type, called as it is. */
  readonly overrides: Readonly<Record<string, string>>
  /** Events, or the event types that are wanted (null: the defaults). */
  readonly events:
    | readonly (
        | 'user.status'
        | 'kyc.status'
        | 'kyc.file'
        | 'poa.status'
        | 'transfer.status'
        | 'sepa_deposit.status'
        | 'sepa_transfer.status'
        | 'iban.status'
        | 'exchange.status'
      )[]
    | null
  /** Whether a token is set. It is never shown. */
  readonly hasToken: boolean
  /** Whether there is a signing secret. */
  readonly hasSecret: boolean
}

export interface CreateKycUserBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** E-mail address. */
  readonly email: string
  /** Digits with an optional + in front. */
  readonly phone: string
  /** Given names. */
  readonly firstName: string
  /** Family name. */
  readonly lastName: string
  /** Day of birth, YYYY-MM-DD. */
  readonly birthDate?: string | undefined
  /** Country of birth, ISO 3166-1 alpha-2. */
  readonly birthCountry?: string | undefined
  /** Polish personal number, 11 digits. */
  readonly pesel?: string | undefined
  /** Street and number, in one text. */
  readonly address?: string | undefined
  /** Street, together with `number` instead of `address`. */
  readonly street?: string | undefined
  /** House number. */
  readonly number?: string | number | undefined
  /** City. */
  readonly city: string
  /** Postal code. */
  readonly postCode: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** ISO 3166-1 alpha-2. */
  readonly citizenship: string
  /** ISO 3166-1 alpha-2. */
  readonly nationality?: string | undefined
  /** The kind of the document. */
  readonly documentType?: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | undefined
  /** The number of the document. */
  readonly documentNumber?: string | undefined
  /** A personal number of another country. */
  readonly userIdentificationNumber?: string | undefined
  /** The user has accepted the terms. */
  readonly hasAcceptedP100Tc?: boolean | undefined
  /** Another name for `hasAcceptedP100Tc`. */
  readonly hasAcceptedTerms?: boolean | undefined
}

export interface CreateKycUserAnswer {
  /** Our id of the user. */
  readonly userId: string
  /** Whether a proof of address is needed and not approved yet. */
  readonly poaRequired: boolean
  /** The same, for the extended tier. */
  readonly poaRequiredForExtended: boolean
  /** The balances of the user. */
  readonly balances: {
    /** The EUR balance. */
    readonly fiatBalances: readonly FiatBalance[]
    /** One balance per cryptocurrency. */
    readonly cryptoBalances: readonly CryptoBalance[]
  }
  /** The EUR balance. */
  readonly fiatBalances: readonly FiatBalance[]
  /** One balance per cryptocurrency. */
  readonly cryptoBalances: readonly CryptoBalance[]
}

export interface CreateUserBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** E-mail address. */
  readonly email: string
  /** Given names. */
  readonly firstName: string
  /** Family name. */
  readonly lastName: string
  /** Street and number, in one text. */
  readonly address?: string | undefined
  /** City. */
  readonly city?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  /** The kind of the document. */
  readonly documentType?: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | undefined
  /** The number of the document. */
  readonly documentNumber?: string | undefined
  /** Polish personal number, 11 digits. */
  readonly pesel?: string | undefined
  /** Country of birth, ISO 3166-1 alpha-2. */
  readonly birthCountry?: string | undefined
  /** Day of birth, YYYY-MM-DD. */
  readonly birthDate?: string | undefined
}

export interface CreateUserAnswer {
  /** Our id of the user. */
  readonly userId: string
  /** The balances of the user. */
  readonly balances: readonly (
    | CryptoBalance
    | {
        /** Id. */
        readonly id: string
        /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
        readonly amount: string
        /** What can be spent: `amount` less what is held. */
        readonly availableAmount: string
        /** What is held for payments under way. */
        readonly heldAmount: string
        /** Name. */
        readonly name: 'eur'
        /** The address on the first network; null where there is none. */
        readonly wallet: null
        /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
        readonly rate: number
      }
  )[]
}

export type DeleteUserAnswer = User

export type ExtendUserAnswer = User

export type GetUserAnswer = User

export type GetUserBalancesAnswer =
  | {
      /** Our id of the user. */
      readonly userId: string
      /** Whether a proof of address is needed and not approved yet. */
      readonly poaRequired: boolean
      /** The EUR balance. */
      readonly fiatBalances: readonly FiatBalance[]
      /** One balance per cryptocurrency. */
      readonly cryptoBalances: readonly CryptoBalance[]
    }
  | {
      /** Our id of the user. */
      readonly userId: string
      /** The balances of the user. */
      readonly balances: readonly (
        | CryptoBalance
        | {
            /** Id. */
            readonly id: string
            /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
            readonly amount: string
            /** What can be spent: `amount` less what is held. */
            readonly availableAmount: string
            /** What is held for payments under way. */
            readonly heldAmount: string
            /** Name. */
            readonly name: 'eur'
            /** The address on the first network; null where there is none. */
            readonly wallet: null
            /** EUR for one unit of crypto; from crypto to crypto: `currencyTo` for one `currencyFrom`. */
            readonly rate: number
          }
      )[]
    }

export interface GetUserHistoryQuery {
  /** The type. */
  readonly type?:
    | 'SEPA_DEPOSIT'
    | 'SEPA_TRANSFER'
    | 'CRYPTO_DEPOSIT'
    | 'CRYPTO_WITHDRAWAL'
    | 'EXCHANGE'
    | 'P2P_TRANSFER'
    | 'CARD_TRANSACTION'
    | 'FEE'
    | 'ADJUSTMENT'
    | 'ORDER'
    | 'PAYMENT_LINK'
    | undefined
  /** Status. */
  readonly status?: 'PENDING' | 'COMPLETED' | 'FAILED' | undefined
  /** Currency slug; any letter case is accepted. */
  readonly currency?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly from?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly to?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface GetUserHistoryAnswer {
  /** What happened. */
  readonly transactions: readonly HistoryEntry[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export type GetUserLimitsAnswer = UserLimits

export interface ListUsersQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListUsersAnswer {
  /** The users. */
  readonly users: readonly User[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export type SuspendUserAnswer = User

export type UnsuspendUserAnswer = User

export interface UpdateUserBody {
  /** E-mail address. */
  readonly email?: string | undefined
  /** Digits with an optional + in front. */
  readonly phone?: string | undefined
  /** Street and number, in one text. */
  readonly address?: string | undefined
  /** Street, together with `number` instead of `address`. */
  readonly street?: string | undefined
  /** House number. */
  readonly number?: string | number | undefined
  /** City. */
  readonly city?: string | undefined
  /** Postal code. */
  readonly postCode?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  /** Given names. */
  readonly firstName?: string | undefined
  /** Family name. */
  readonly lastName?: string | undefined
  /** Day of birth, YYYY-MM-DD. */
  readonly birthDate?: string | undefined
  /** Country of birth, ISO 3166-1 alpha-2. */
  readonly birthCountry?: string | undefined
  /** Polish personal number, 11 digits. */
  readonly pesel?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly citizenship?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly nationality?: string | undefined
  /** The kind of the document. */
  readonly documentType?: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | undefined
  /** The number of the document. */
  readonly documentNumber?: string | undefined
  /** A personal number of another country. */
  readonly userIdentificationNumber?: string | undefined
}

export type UpdateUserAnswer = User

export type AddKycFilesAnswer = KycFiles

export type AddPoaFilesAnswer = PoaState

export type GetKycStatusAnswer = KycState

export interface StartVerificationBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** The kind of the document. */
  readonly documentType: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT'
  /** The number of the document. */
  readonly documentNumber: string
  /** Who issued the document, ISO 3166-1 alpha-2. */
  readonly documentCountry?: string | undefined
  /** Until when the document is valid, YYYY-MM-DD. */
  readonly documentExpiryDate?: string | undefined
  /** A personal number of another country. */
  readonly userIdentificationNumber?: string | undefined
}

export type StartVerificationAnswer = User

export interface CreateHostedVerificationBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Where the user goes on when all was sent. */
  readonly successUrl?: string | undefined
  /** Where the user goes on when it failed or expired. */
  readonly errorUrl?: string | undefined
  /** The language of the pages; the browser’s unless given. */
  readonly locale?: 'en' | 'pl' | 'de' | 'es' | undefined
}

export type CreateHostedVerificationAnswer = HostedVerification

export type GetBrandingAnswer = Branding

export interface UpdateBrandingBody {
  /** What the pages call you. */
  readonly displayName?: string | undefined
  /** The colour of buttons and marks, #rrggbb. */
  readonly accentColour?: string | undefined
  /** A data URL of a png, jpeg or webp of at most 64 kB; null: none. */
  readonly logo?: string | undefined
}

export type UpdateBrandingAnswer = Branding

export interface CreateExchangeBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** The id of the rate lock. */
  readonly lockId?: string | undefined
  /** Another name for `lockId`. */
  readonly rateLockId?: string | undefined
}

export interface CreateExchangeAnswer {
  /** The id of the exchange. */
  readonly exchangeId: string
}

export interface CreatePartnerExchangeBody {
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** The id of the rate lock. */
  readonly lockId?: string | undefined
  /** Another name for `lockId`. */
  readonly rateLockId?: string | undefined
}

export interface CreatePartnerExchangeAnswer {
  /** The id of the exchange. */
  readonly exchangeId: string
}

export type GetExchangeAnswer = Exchange

export interface GetExchangeRateQuery {
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount?: string | number | undefined
}

export type GetExchangeRateAnswer = ExchangeRate

export type GetPartnerExchangeAnswer = Exchange

export interface GetPartnerExchangeRateQuery {
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount?: string | number | undefined
}

export type GetPartnerExchangeRateAnswer = ExchangeRate

export interface LockExchangeRateQuery {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
}

export type LockExchangeRateAnswer = ExchangeLock

export interface LockPartnerExchangeRateQuery {
  /** The currency that is given. */
  readonly currencyFrom: string
  /** The currency that is received. */
  readonly currencyTo: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
}

export type LockPartnerExchangeRateAnswer = ExchangeLock

export interface CreateTransferBody {
  /** Who pays; without it, or null, you yourself. */
  readonly sourceExternalUserId?: string | undefined
  /** Who receives; without it, or null, you yourself. */
  readonly destinationExternalUserId?: string | undefined
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
}

export interface CreateTransferAnswer {
  /** The id of the transfer. */
  readonly transferId: string
}

export type GetTransferAnswer = Transfer

export interface GetPartnerBalancesAnswer {
  /** The id of the partner. */
  readonly partnerId: string
  /** The EUR balance. */
  readonly fiatBalances: readonly FiatBalance[]
  /** One balance per cryptocurrency. */
  readonly cryptoBalances: readonly CryptoBalance[]
}

export interface GetPartnerHistoryQuery {
  /** The type. */
  readonly type?:
    | 'SEPA_DEPOSIT'
    | 'SEPA_TRANSFER'
    | 'CRYPTO_DEPOSIT'
    | 'CRYPTO_WITHDRAWAL'
    | 'EXCHANGE'
    | 'P2P_TRANSFER'
    | 'CARD_TRANSACTION'
    | 'FEE'
    | 'ADJUSTMENT'
    | 'ORDER'
    | 'PAYMENT_LINK'
    | undefined
  /** Status. */
  readonly status?: 'PENDING' | 'COMPLETED' | 'FAILED' | undefined
  /** Currency slug; any letter case is accepted. */
  readonly currency?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly from?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly to?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface GetPartnerHistoryAnswer {
  /** What happened. */
  readonly transactions: readonly HistoryEntry[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export type GetPartnerSepaDepositInfoAnswer = SepaDepositInfo

export type GetSepaDepositInfoAnswer = SepaDepositInfo

export interface CreatePartnerSepaTransferBody {
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** The account that is paid. */
  readonly destinationIban: string
  /** The remittance information. */
  readonly transferTitle: string
  /** Whether a person or a company is paid. */
  readonly receiverType?: 'NATURAL' | 'LEGAL' | undefined
  /** Given names of who is paid. */
  readonly receiverFirstName?: string | undefined
  /** Last name of who is paid. */
  readonly receiverLastName?: string | undefined
  /** The name of a company. */
  readonly companyName?: string | undefined
}

export interface CreatePartnerSepaTransferAnswer {
  /** The id of the transfer. */
  readonly transferId: string
}

export interface CreateSepaTransferBody {
  /** Who pays; without it, or null, you yourself. */
  readonly sourceExternalUserId?: string | undefined
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId?: string | undefined
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** The account that is paid. */
  readonly destinationIban: string
  /** The remittance information. */
  readonly transferTitle: string
  /** Whether a person or a company is paid. */
  readonly receiverType?: 'NATURAL' | 'LEGAL' | undefined
  /** Given names of who is paid. */
  readonly receiverFirstName?: string | undefined
  /** Last name of who is paid. */
  readonly receiverLastName?: string | undefined
  /** The name of a company. */
  readonly companyName?: string | undefined
}

export interface CreateSepaTransferAnswer {
  /** The id of the transfer. */
  readonly transferId: string
}

export type GetSepaTransferAnswer = SepaTransfer

export interface ListPartnerSepaContactsQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListPartnerSepaContactsAnswer {
  /** The accounts, one an IBAN. */
  readonly contacts: readonly SepaContact[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListSepaContactsQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListSepaContactsAnswer {
  /** The accounts, one an IBAN. */
  readonly contacts: readonly SepaContact[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export type GetEventAnswer = EventWithAttempts

export type GetWebhookSettingsAnswer = WebhookSettings

export interface ListEventsQuery {
  /** The last sequence that you have; events with a higher one follow. */
  readonly after?: number | undefined
  /** The type. */
  readonly type?:
    | 'user.status'
    | 'kyc.status'
    | 'kyc.file'
    | 'poa.status'
    | 'transfer.status'
    | 'sepa_deposit.status'
    | 'sepa_transfer.status'
    | 'iban.status'
    | 'exchange.status'
    | undefined
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject?: string | undefined
  /** Only events that were, or were not, delivered. */
  readonly delivered?: boolean | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListEventsAnswer {
  /** Events, or the event types that are wanted (null: the defaults). */
  readonly events: readonly EventRecord[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ReplayEventAnswer {
  /** How many events are sent again. */
  readonly replayed: number
}

export interface ReplayEventsBody {
  /** The type. */
  readonly type?:
    | 'user.status'
    | 'kyc.status'
    | 'kyc.file'
    | 'poa.status'
    | 'transfer.status'
    | 'sepa_deposit.status'
    | 'sepa_transfer.status'
    | 'iban.status'
    | 'exchange.status'
    | undefined
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject?: string | undefined
  /** The first sequence that is wanted. */
  readonly fromSequence?: number | undefined
  /** The last sequence that is wanted. */
  readonly toSequence?: number | undefined
  /** Only what was never delivered. */
  readonly undelivered?: boolean | undefined
}

export interface ReplayEventsAnswer {
  /** How many events are sent again. */
  readonly replayed: number
}

export interface RotateWebhookSecretAnswer {
  /** The signing secret, shown this once. */
  readonly secret: string
  /** Until when the old secret signs too; null where there was none. */
  readonly previousValidUntil: string | null
}

export interface TestWebhooksBody {
  /** The type. */
  readonly type?:
    | 'user.status'
    | 'kyc.status'
    | 'kyc.file'
    | 'poa.status'
    | 'transfer.status'
    | 'sepa_deposit.status'
    | 'sepa_transfer.status'
    | 'iban.status'
    | 'exchange.status'
    | undefined
}

export interface TestWebhooksAnswer {
  /** What `webhook/health` answered; null without a URL. */
  readonly health: Probe | null
  /** How far the delivery is. */
  readonly delivery: Probe | null
}

export interface UpdateWebhookSettingsBody {
  /** An http or https URL. */
  readonly url?: string | undefined
  /** Whether the path of the event is appended to `url`. Default: true. */
  readonly appendPath?: boolean | undefined
  /** A URL per event type, called as it is. */
  readonly overrides?:
    | {
        readonly 'user.status'?: string | undefined
        readonly 'kyc.status'?: string | undefined
        readonly 'kyc.file'?: string | undefined
        readonly 'poa.status'?: string | undefined
        readonly 'transfer.status'?: string | undefined
        readonly 'sepa_deposit.status'?: string | undefined
        readonly 'sepa_transfer.status'?: string | undefined
        readonly 'iban.status'?: string | undefined
        readonly 'exchange.status'?: string | undefined
      }
    | undefined
  /** Events, or the event types that are wanted (null: the defaults). */
  readonly events?:
    | readonly (
        | 'user.status'
        | 'kyc.status'
        | 'kyc.file'
        | 'poa.status'
        | 'transfer.status'
        | 'sepa_deposit.status'
        | 'sepa_transfer.status'
        | 'iban.status'
        | 'exchange.status'
      )[]
    | undefined
  /** A secret that is sent raw in the Authorization header, or the operator’s token. */
  readonly token?: string | undefined
}

export type UpdateWebhookSettingsAnswer = WebhookSettings

export interface CreateApiKeyBody {
  /** Name. */
  readonly name: string
  /** What the key may do: `admin` covers `write`, and `write` covers `read`. */
  readonly scopes: readonly ('read' | 'write' | 'admin')[]
}

export type CreateApiKeyAnswer = NewApiKey

export type DeleteApiKeyAnswer = ApiKey

export type GetFeesAnswer = EffectiveFees

export type GetIpAllowlistAnswer = IpAllowlist

export interface ListApiKeysQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListApiKeysAnswer {
  /** The keys. */
  readonly apiKeys: readonly ApiKey[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListRequestsQuery {
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly from?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly to?: string | undefined
  /** Status. */
  readonly status?: number | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListRequestsAnswer {
  /** The calls. */
  readonly requests: readonly RequestRecord[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface UpdateIpAllowlistBody {
  /** Addresses and ranges, IPv4 or IPv6. Empty: every address. */
  readonly ranges: readonly string[]
}

export type UpdateIpAllowlistAnswer = IpAllowlist

export interface ListCountriesAnswer {
  /** Every country. */
  readonly countries: readonly {
    /** ISO 3166-1 alpha-2. */
    readonly country: string
    /** Whether users from there are taken. */
    readonly isServed: boolean
    /** Whether users there get an IBAN of their own. */
    readonly hasIban: boolean
    /** Whether cards are issued there. */
    readonly hasCards: boolean
    /** Whether a proof of address is asked for before a user is extended. */
    readonly needsProofOfAddress: boolean
  }[]
}

export interface ListCurrenciesAnswer {
  /** Every currency. */
  readonly currencies: readonly {
    /** Currency slug; any letter case is accepted. */
    readonly currency: string
    /** Name. */
    readonly name: string
    /** The kind. */
    readonly kind: 'fiat' | 'crypto'
    /** The most decimal places of an amount on the wire. */
    readonly decimals: number
    /** The networks of the currency. */
    readonly networks: readonly {
      /** Network slug; any letter case is accepted. */
      readonly network: string
      /** Name. */
      readonly name: string
      /** What a withdrawal costs, in the currency, beside the network fee. */
      readonly feeWithdrawal: string
      /** The smallest withdrawal. */
      readonly minWithdrawal: string
      /** The smallest deposit that is credited. */
      readonly minDeposit: string
    }[]
  }[]
}

export interface AdvanceClockBody {
  /** How far the clock goes forward, in milliseconds. */
  readonly advanceMs?: number | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly to?: string | undefined
}

export interface AdvanceClockAnswer {
  /** What the clock shows. */
  readonly now: string
  /** Whether nothing that is due was left undone. */
  readonly settled: boolean
  /** How much work was left. */
  readonly pending?: number | undefined
}

export interface DecideKycBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** The verdict. */
  readonly decision: 'APPROVED' | 'REJECTED'
  /** Why it was rejected. */
  readonly reasons?: readonly string[] | undefined
}

export type DecideKycAnswer = KycState

export interface DecidePoaBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** The verdict. */
  readonly decision: 'APPROVED' | 'REJECTED' | 'QUESTIONED'
}

export interface DecidePoaAnswer {
  /** Status. */
  readonly status: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED'
}

export interface PlanFaultBody {
  /** Which rail misbehaves. */
  readonly rail: 'sepa' | 'kyc' | 'rates' | 'webhooks'
  /** How the rail misbehaves. */
  readonly fault:
    | 'slow'
    | 'unavailable'
    | 'accept-then-time-out'
    | 'twice'
    | 'out-of-order'
    | 'vanish'
    | 'charge'
    | 'stale'
    | 'halt'
    | 'deviate'
  /** How many calls are hit. */
  readonly count: number
}

export interface PlanFaultAnswer {
  /** Which rail misbehaves. */
  readonly rail: 'sepa' | 'kyc' | 'rates' | 'webhooks'
  /** How the rail misbehaves. */
  readonly fault:
    | 'slow'
    | 'unavailable'
    | 'accept-then-time-out'
    | 'twice'
    | 'out-of-order'
    | 'vanish'
    | 'charge'
    | 'stale'
    | 'halt'
    | 'deviate'
  /** How many calls are hit. */
  readonly count: number
}

export interface SetRateBody {
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** EUR for one unit. */
  readonly eurPrice: string | number
}

export interface SetRateAnswer {
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** EUR for one unit. */
  readonly eurPrice: string
  /** When it was so. */
  readonly timestamp: string
}

export interface SimulateSepaDepositBody {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId?: string | undefined
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string | number
  /** Who sent it. */
  readonly senderName: string
  /** The IBAN that the money came from. */
  readonly senderIban: string
  /** The remittance information. */
  readonly reference?: string | undefined
  /** International bank account number. */
  readonly iban?: string | undefined
  /** Whether it comes by SCT Inst: the answer is asked for before anything is booked. Default: false. */
  readonly instant?: boolean | undefined
}

export interface SimulateSepaDepositAnswer {
  /** The id of the bank’s message. */
  readonly messageId: string
}

export interface SimulateSepaRecallBody {
  /** The id of the deposit. */
  readonly depositId: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: 'DUPL' | 'TECH' | 'FRAD' | 'CUST' | 'AC03' | 'AM09'
}

export interface SimulateSepaRecallAnswer {
  /** The id of the bank’s message. */
  readonly messageId: string
}

export interface SimulateSepaReturnBody {
  /** The id of the transfer. */
  readonly transferId: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export interface SimulateSepaReturnAnswer {
  /** The id of the bank’s message. */
  readonly messageId: string
}
