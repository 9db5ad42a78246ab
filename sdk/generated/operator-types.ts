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

export interface AuditRecord {
  /** Id. */
  readonly id: string
  /** When. */
  readonly at: string
  /** The id of the partner. */
  readonly partnerId: string | null
  /** Who did it: an API key, an operator or a part of the bank. */
  readonly actor: string
  /** What was done. */
  readonly action: string
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject: string | null
  /** Why it is done; it is kept with what it does. */
  readonly reason: string | null
  /** The x-request-id of the call. */
  readonly requestId: string | null
}

export interface BankStatement {
  /** The id of the statement. */
  readonly statementId: string
  /** The bank’s own name of it. */
  readonly bankStatementId: string
  /** The first day, YYYY-MM-DD. */
  readonly fromDay: string
  /** The last day, YYYY-MM-DD. */
  readonly toDay: string
  /** What stood on the account before; negative where it was overdrawn. */
  readonly openingBalance: string
  /** What came in all. */
  readonly credits: string
  /** What went in all. */
  readonly debits: string
  /** What stands on the account afterwards. */
  readonly closingBalance: string
  /** How many entries it has. */
  readonly entryCount: number
  /** Whether the opening balance and the movements make the closing balance. Otherwise it is not believed. */
  readonly isSound: boolean
  /** What our books had for the account at the end of the last day. */
  readonly ledgerBalance: string | null
  /** The closing balance less `ledgerBalance`. */
  readonly difference: string | null
  /** How many of its differences are open. */
  readonly openBreaks: number
  /** When it came. */
  readonly arrivedAt: string
}

export interface DeadJob {
  /** The id of the job. */
  readonly jobId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** The kind. */
  readonly kind: string
  /** The business key of the job. */
  readonly key: string
  /** The attempts to deliver or to do it. */
  readonly attempts: number
  /** What went wrong last. */
  readonly lastError: string | null
  /** When it was made. */
  readonly createdAt: string
}

export interface FeeOverride {
  /** The id of what was agreed. */
  readonly overrideId: string
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
  /** From when it holds. */
  readonly validFrom: string
  /** Before when it ends; null: it does not. */
  readonly validTo: string | null
}

export interface KycCase {
  /** The id of the verification. */
  readonly caseId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
  /** The kind of the document. */
  readonly documentType: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | null
  /** Why it was rejected. */
  readonly rejectionReasons: readonly string[]
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH' | null
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** When it was opened. */
  readonly openedAt: string
  /** When it changed last. */
  readonly updatedAt: string
}

export interface KycCaseFile {
  /** The id of the verification. */
  readonly caseId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
  /** The kind of the document. */
  readonly documentType: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | null
  /** Why it was rejected. */
  readonly rejectionReasons: readonly string[]
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH' | null
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** When it was opened. */
  readonly openedAt: string
  /** When it changed last. */
  readonly updatedAt: string
  /** The files. */
  readonly files: readonly KycFile[]
  /** Every check that was made, oldest first. */
  readonly checks: readonly KycCheck[]
  /** What operators wrote, oldest first. */
  readonly notes: readonly ReviewNote[]
  /** The hits. */
  readonly hits: readonly ScreeningHit[]
}

export interface KycCheck {
  /** Name. */
  readonly name: string
  /** What follows from it. */
  readonly outcome: 'PASS' | 'REVIEW' | 'REJECT'
  /** Why it was rejected. */
  readonly reasons: readonly string[]
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** The version of the rules that it was made under. */
  readonly rulesVersion: string
  /** What the check saw. */
  readonly evidence: Readonly<Record<string, unknown>> | null
  /** When the check ended. */
  readonly checkedAt: string
}

export interface KycFile {
  /** The id of the file. */
  readonly fileId: string
  /** Which part of the document it shows. */
  readonly part: 'FRONT' | 'BACK' | 'SELFIE' | 'LEFT' | 'RIGHT'
  /** What the file is, told by its content. */
  readonly mediaType: string
  /** Whether no later file has taken its place. */
  readonly isCurrent: boolean
  /** When it was made. */
  readonly createdAt: string
}

export interface LimitOverride {
  /** The id of what was agreed. */
  readonly overrideId: string
  /** EXTENDED users have higher limits and cards. */
  readonly tier: 'STANDARD' | 'EXTENDED'
  /** What it limits. A transfer counts for who sends it, an exchange once by its value. */
  readonly operation: 'DEPOSIT' | 'WITHDRAWAL' | 'TRANSFER' | 'EXCHANGE'
  /** One transaction alone, or all of a day or month of your time zone. */
  readonly period: 'TRANSACTION' | 'DAY' | 'MONTH'
  /** The most, in EUR. */
  readonly cap: string
  /** From when it holds. */
  readonly validFrom: string
  /** Before when it ends; null: it does not. */
  readonly validTo: string | null
}

export interface ListLoad {
  /** The id of the load. */
  readonly loadId: string
  /** The code of a list. */
  readonly list: string
  /** Which version of the list it is, or was to become. */
  readonly listVersion: number
  /** Status. */
  readonly status: 'RECEIVING' | 'READING' | 'ACTIVE' | 'SUPERSEDED' | 'FAILED'
  /** The format, told by content. */
  readonly format: string | null
  /** SHA-256 of the whole file, in hex. */
  readonly sha256: string
  /** The size of the whole file. */
  readonly sizeBytes: number
  /** How many bytes of the file are here. */
  readonly receivedBytes: number
  /** How many parts of the file are here. */
  readonly parts: number
  /** How many people the version names; null before it is read. */
  readonly people: number | null
  /** How many records are about something else than a person; null before it is read. */
  readonly skipped: number | null
  /** Why it failed; null where it did not. */
  readonly failure: string | null
  /** Who began it. */
  readonly begunBy: string
  /** When it began. */
  readonly begunAt: string
  /** When it ended; null while it is under way. */
  readonly endedAt: string | null
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

export interface Operator {
  /** The id of the operator. */
  readonly operatorId: string
  /** Name. */
  readonly name: string
  /** What the operator may do. */
  readonly roles: readonly ('support' | 'compliance' | 'finance' | 'admin')[]
  /** When it was made. */
  readonly createdAt: string
  /** Since when the operator may act no longer. */
  readonly disabledAt: string | null
}

export interface OwnedSepaContact {
  /** The id of the contact. */
  readonly contactId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string | null
  /** International bank account number. */
  readonly iban: string
  /** Who holds the account, as its bank writes it. */
  readonly holderName: string
  /** Status. */
  readonly status: 'PENDING' | 'APPROVED' | 'REJECTED'
  /** When money first came from it. */
  readonly firstSeenAt: string
}

export interface Partner {
  /** The id of the partner. */
  readonly partnerId: string
  /** Name. */
  readonly name: string
  /** Whether the partner’s users are verified. It can never be changed. */
  readonly model: 'KYC' | 'NO_KYC'
  /** Status. */
  readonly status: 'ACTIVE' | 'SUSPENDED'
  /** The time zone of the partner’s days. Default: Europe/Warsaw. */
  readonly timeZone: string
  /** Which word the partner’s clients know for a balance that waits. */
  readonly fiatStatusDialect: 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED'
  /** CLOSED: SEPA transfers go to the holder’s own IBANs only. */
  readonly sepaLoop: 'CLOSED' | 'OPEN'
  /** How long a rate lock of this partner holds. Default: 30. */
  readonly lockLifeSeconds: number
  /** How many calls a second are served on average. Default: 100. */
  readonly ratePerSecond: number
  /** How many calls may come at once. Default: 200. */
  readonly rateBurst: number
  /** How many money-moving calls a second are served on average. */
  readonly moneyRatePerSecond: number
  /** How many money-moving calls may come at once. */
  readonly moneyRateBurst: number
  /** Where webhooks go. */
  readonly webhookUrl: string | null
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
  /** When it was made. */
  readonly createdAt: string
}

export interface PersonalData {
  /** E-mail address. */
  readonly email: string | null
  /** Digits with an optional + in front. */
  readonly phone: string | null
  /** Given names. */
  readonly firstName: string | null
  /** Family name. */
  readonly lastName: string | null
  /** Day of birth, YYYY-MM-DD. */
  readonly birthDate: string | null
  /** Country of birth, ISO 3166-1 alpha-2. */
  readonly birthCountry: string | null
  /** Polish personal number, 11 digits. */
  readonly pesel: string | null
  /** Street and number, in one text. */
  readonly address: string | null
  /** City. */
  readonly city: string | null
  /** Postal code. */
  readonly postCode: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** ISO 3166-1 alpha-2. */
  readonly citizenship: string | null
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string | null
  /** The kind of the document. */
  readonly documentType: string | null
  /** The number of the document. */
  readonly documentNumber: string | null
  /** A personal number of another country. */
  readonly userIdentificationNumber: string | null
}

export interface PersonalFile {
  /** The id of the file. */
  readonly fileId: string
  /** Which part of the document it shows. */
  readonly part: 'FRONT' | 'BACK' | 'SELFIE' | 'LEFT' | 'RIGHT' | 'ADDRESS'
  /** What the file is, told by its content. */
  readonly mediaType: string
  /** The size of the whole file. */
  readonly sizeBytes: number
  /** When it was made. */
  readonly createdAt: string
  /** When it is erased; null: not before the person is deleted. */
  readonly deleteAfter: string | null
  /** A path on the listener of the operator; the proof is in it. */
  readonly link: string
}

export interface PersonalRecord {
  /** When it was put together. */
  readonly exportedAt: string
  readonly user: User
  readonly personalData: PersonalData
  /** International bank account number. */
  readonly iban: string | null
  /** The remittance information. */
  readonly reference: string | null
  /** The records. */
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
  /** The files. */
  readonly files: readonly PersonalFile[]
}

export interface ProofOfAddress {
  /** The id of the proof of address. */
  readonly poaId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED'
  /** The files. */
  readonly files: readonly {
    /** The id of the file. */
    readonly fileId: string
  }[]
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** When it was sent. */
  readonly submittedAt: string
}

export interface ProofOfAddressFile {
  /** The id of the proof of address. */
  readonly poaId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED'
  /** The files. */
  readonly files: readonly {
    /** The id of the file. */
    readonly fileId: string
  }[]
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** When it was sent. */
  readonly submittedAt: string
  /** Every check that was made, oldest first. */
  readonly checks: readonly KycCheck[]
  /** What operators wrote, oldest first. */
  readonly notes: readonly ReviewNote[]
}

export interface ReconciliationBreak {
  /** The id of the break. */
  readonly breakId: string
  /** The kind. */
  readonly kind:
    | 'NOT_NOTIFIED'
    | 'UNEXPLAINED'
    | 'AMOUNT_DIFFERS'
    | 'NOT_ON_STATEMENT'
    | 'SUMS_DIFFER'
    | 'BALANCE_GAP'
    | 'LEDGER_DIFFERS'
  /** The id of the statement. */
  readonly statementId: string | null
  /** IN raises the balance, OUT lowers it. */
  readonly direction: 'IN' | 'OUT' | null
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** Where two amounts differ: ours. */
  readonly expectedAmount: string | null
  /** The bank’s own reference. */
  readonly bankReference: string | null
  /** The day on which the bank booked it, YYYY-MM-DD. */
  readonly bookingDay: string | null
  /** How many days it was open, or is. */
  readonly ageDays: number
  /** When it was found. */
  readonly foundAt: string
  /** When it was resolved; null while it is open. */
  readonly resolvedAt: string | null
  /** Why it is resolved. */
  readonly resolution: string | null
}

export interface ReviewNote {
  /** Who wrote it. */
  readonly author: string
  /** The text. */
  readonly text: string
  /** When it was written. */
  readonly writtenAt: string
}

export interface ScreeningHit {
  /** The id of the hit. */
  readonly hitId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'OPEN' | 'FALSE_POSITIVE' | 'TRUE_MATCH' | 'LAPSED'
  /** The code of a list. */
  readonly list: string
  /** Why the person is on the list. */
  readonly topics: readonly ('SANCTION' | 'PEP' | 'PEP_RELATIVE' | 'CRIME' | 'INTEREST')[]
  /** How sure it is that they are one, 0 to 100. */
  readonly score: number
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** The person of the list and the evidence; null once the user is erased. */
  readonly match: ScreeningMatch | null
  /** When it was opened. */
  readonly openedAt: string
  /** When it changed last. */
  readonly updatedAt: string
  /** When somebody decided; null before. */
  readonly decidedAt: string | null
  /** Who decided; null before. */
  readonly decidedBy: string | null
}

export interface ScreeningHitFile {
  /** The id of the hit. */
  readonly hitId: string
  /** The id of the partner. */
  readonly partnerId: string
  /** Our id of the user. */
  readonly userId: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId: string
  /** Status. */
  readonly status: 'OPEN' | 'FALSE_POSITIVE' | 'TRUE_MATCH' | 'LAPSED'
  /** The code of a list. */
  readonly list: string
  /** Why the person is on the list. */
  readonly topics: readonly ('SANCTION' | 'PEP' | 'PEP_RELATIVE' | 'CRIME' | 'INTEREST')[]
  /** How sure it is that they are one, 0 to 100. */
  readonly score: number
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** Who looks at it; null: nobody. */
  readonly claimedBy: string | null
  /** Since when somebody looks at it; null: nobody does. */
  readonly claimedAt: string | null
  /** Who was the first of the two who must find nothing against the person; null: nobody. */
  readonly approvedBy: string | null
  /** The person of the list and the evidence; null once the user is erased. */
  readonly match: ScreeningMatch | null
  /** When it was opened. */
  readonly openedAt: string
  /** When it changed last. */
  readonly updatedAt: string
  /** When somebody decided; null before. */
  readonly decidedAt: string | null
  /** Who decided; null before. */
  readonly decidedBy: string | null
  /** The verification of the same person that waits for a decision; null: none does. */
  readonly openCaseId: string | null
  /** What operators wrote, oldest first. */
  readonly notes: readonly ReviewNote[]
}

export interface ScreeningMatch {
  /** The code of a list. */
  readonly list: string
  /** The list’s own id of the person. */
  readonly entityId: string
  /** Name. */
  readonly name: string
  /** Why the person is on the list. */
  readonly topics: readonly ('SANCTION' | 'PEP' | 'PEP_RELATIVE' | 'CRIME' | 'INTEREST')[]
  /** The programmes within the list that name the person. */
  readonly programmes: readonly string[]
  /** How sure it is that they are one, 0 to 100. */
  readonly score: number
  /** What the check saw. */
  readonly evidence: readonly {
    /** What of the person was compared. */
    readonly compared: 'name' | 'birth-date' | 'country' | 'gender' | 'document'
    /** What follows from it. */
    readonly outcome: string
    /** What is known of the person who was compared. */
    readonly given: string
    /** What the list says. */
    readonly listed: string
    /** What it adds to the score; of the name, the score to which the others add. */
    readonly points: number
  }[]
}

export interface SepaRecall {
  /** The id of the recall. */
  readonly recallId: string
  /** IN raises the balance, OUT lowers it. */
  readonly direction: 'IN' | 'OUT'
  /** Status. */
  readonly status: 'OPEN' | 'ACCEPTED' | 'REFUSED'
  /** The id of the partner. */
  readonly partnerId: string
  /** The id of the transfer. */
  readonly transferId: string | null
  /** The id of the deposit. */
  readonly depositId: string | null
  /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
  readonly amount: string
  /** Why it is wanted back: a code of SEPA. DUPL: sent twice, TECH: a technical error, FRAD: fraud, CUST: the payer asks, AC03: a wrong account, AM09: a wrong amount. */
  readonly reasonCode: string
  /** Why it is not given back: a code of SEPA. CUST: the receiver does not agree, AM04: the money is spent, LEGL: the law. */
  readonly refusalCode: string | null
  /** What that means. */
  readonly refusal: string | null
  /** When it was asked. */
  readonly askedAt: string
  /** When it is done next. */
  readonly dueAt: string | null
  /** When it ended; null while it is under way. */
  readonly endedAt: string | null
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

export interface UserStanding {
  /** Our id of the user. */
  readonly userId: string
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** Since when the person may be somebody on a sanctions list; null: nothing holds it. */
  readonly restrainedAt: string | null
}

export interface CreatePartnerBody {
  /** Name. */
  readonly name: string
  /** Whether the partner’s users are verified. It can never be changed. */
  readonly model: 'KYC' | 'NO_KYC'
  /** Where webhooks go. */
  readonly webhookUrl?: string | undefined
  /** The time zone of the partner’s days. Default: Europe/Warsaw. */
  readonly timeZone?: string | undefined
  /** Which word the partner’s clients know for a balance that waits. */
  readonly fiatStatusDialect?: 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED' | undefined
  /** CLOSED: SEPA transfers go to the holder’s own IBANs only. */
  readonly sepaLoop?: 'CLOSED' | 'OPEN' | undefined
  /** How long a rate lock of this partner holds. Default: 30. */
  readonly lockLifeSeconds?: number | undefined
  /** How many calls a second are served on average. Default: 100. */
  readonly ratePerSecond?: number | undefined
  /** How many calls may come at once. Default: 200. */
  readonly rateBurst?: number | undefined
  /** How many money-moving calls a second are served on average. */
  readonly moneyRatePerSecond?: number | undefined
  /** How many money-moving calls may come at once. */
  readonly moneyRateBurst?: number | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type CreatePartnerAnswer = Partner

export type GetPartnerAnswer = Partner

export interface ListPartnersQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListPartnersAnswer {
  /** The partners. */
  readonly partners: readonly Partner[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface UpdatePartnerBody {
  /** Name. */
  readonly name?: string | undefined
  /** Suspend the partner, or lift it. */
  readonly isSuspended?: boolean | undefined
  /** The time zone of the partner’s days. Default: Europe/Warsaw. */
  readonly timeZone?: string | undefined
  /** Which word the partner’s clients know for a balance that waits. */
  readonly fiatStatusDialect?: 'WAITING_FOR_ACTIVATION' | 'WAITING_TO_BE_ACTIVATED' | undefined
  /** CLOSED: SEPA transfers go to the holder’s own IBANs only. */
  readonly sepaLoop?: 'CLOSED' | 'OPEN' | undefined
  /** How long a rate lock of this partner holds. Default: 30. */
  readonly lockLifeSeconds?: number | undefined
  /** How many calls a second are served on average. Default: 100. */
  readonly ratePerSecond?: number | undefined
  /** How many calls may come at once. Default: 200. */
  readonly rateBurst?: number | undefined
  /** How many money-moving calls a second are served on average. */
  readonly moneyRatePerSecond?: number | undefined
  /** How many money-moving calls may come at once. */
  readonly moneyRateBurst?: number | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type UpdatePartnerAnswer = Partner

export interface CreatePartnerKeyBody {
  /** Name. */
  readonly name: string
  /** What the key may do: `admin` covers `write`, and `write` covers `read`. */
  readonly scopes: readonly ('read' | 'write' | 'admin')[]
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type CreatePartnerKeyAnswer = NewApiKey

export interface ListPartnerKeysQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListPartnerKeysAnswer {
  /** The keys. */
  readonly apiKeys: readonly ApiKey[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface RevokePartnerKeyBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type RevokePartnerKeyAnswer = ApiKey

export interface CreateFeeOverrideBody {
  /** The kind. */
  readonly kind: 'EXCHANGE' | 'SEPA_TRANSFER' | 'CRYPTO_WITHDRAWAL' | 'CARD_MONTH'
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** Network slug; any letter case is accepted. */
  readonly network?: string | undefined
  /** The part of the amount that is taken: 0.0149 is 1.49 %. */
  readonly fraction?: string | number | undefined
  /** The fee is at least this much, in `currency`. */
  readonly minimum?: string | number | undefined
  /** Added to the fee, in `currency`. */
  readonly fixed?: string | number | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly validFrom?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly validTo?: string | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type CreateFeeOverrideAnswer = FeeOverride

export interface EndFeeOverrideBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type EndFeeOverrideAnswer = FeeOverride

export interface ListFeeOverridesQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListFeeOverridesAnswer {
  /** The agreed fees. */
  readonly feeOverrides: readonly FeeOverride[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface CreateLimitOverrideBody {
  /** EXTENDED users have higher limits and cards. */
  readonly tier: 'STANDARD' | 'EXTENDED'
  /** What it limits. A transfer counts for who sends it, an exchange once by its value. */
  readonly operation: 'DEPOSIT' | 'WITHDRAWAL' | 'TRANSFER' | 'EXCHANGE'
  /** One transaction alone, or all of a day or month of your time zone. */
  readonly period: 'TRANSACTION' | 'DAY' | 'MONTH'
  /** The most, in EUR. */
  readonly cap: string | number
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly validFrom?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly validTo?: string | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type CreateLimitOverrideAnswer = LimitOverride

export interface EndLimitOverrideBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type EndLimitOverrideAnswer = LimitOverride

export interface ListLimitOverridesQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListLimitOverridesAnswer {
  /** The agreed limits. */
  readonly limitOverrides: readonly LimitOverride[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export type ExportUserAnswer = PersonalRecord

export interface InspectUserAnswer {
  readonly user: User
  readonly personalData: PersonalData
  /** International bank account number. */
  readonly iban: string | null
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** Since when the person may be somebody on a sanctions list; null: nothing holds it. */
  readonly restrainedAt: string | null
}

export interface SearchUsersQuery {
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId?: string | undefined
  /** E-mail address. */
  readonly email?: string | undefined
  /** Family name. */
  readonly lastName?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface SearchUsersAnswer {
  /** The users. */
  readonly users: readonly User[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface SetUserRiskBody {
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk: 'LOW' | 'MEDIUM' | 'HIGH'
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type SetUserRiskAnswer = UserStanding

export interface SuspendUserBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type SuspendUserAnswer = User

export interface UnsuspendUserBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type UnsuspendUserAnswer = User

export interface AskKycCaseBody {
  /** Why it was rejected. */
  readonly rejectionReasons: readonly string[]
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type AskKycCaseAnswer = KycCase

export interface ClaimKycCaseBody {
  /** Give it back. */
  readonly release?: boolean | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type ClaimKycCaseAnswer = KycCase

export interface DecideKycCaseBody {
  /** The verdict. */
  readonly decision: 'APPROVED' | 'REJECTED'
  /** Why it was rejected. */
  readonly rejectionReasons?: readonly string[] | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type DecideKycCaseAnswer = KycCase

export type GetKycCaseAnswer = KycCaseFile

export interface ListKycCasesQuery {
  /** Status. */
  readonly status?: 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | undefined
  /** The id of the partner. */
  readonly partnerId?: string | undefined
  /** MINE: what you have claimed. FREE: what nobody has. */
  readonly claim?: 'MINE' | 'FREE' | undefined
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk?: 'LOW' | 'MEDIUM' | 'HIGH' | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListKycCasesAnswer {
  /** The verifications. */
  readonly cases: readonly KycCase[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface NoteKycCaseBody {
  /** The text. */
  readonly text: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type NoteKycCaseAnswer = ReviewNote

export interface ClaimProofOfAddressBody {
  /** Give it back. */
  readonly release?: boolean | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type ClaimProofOfAddressAnswer = ProofOfAddress

export interface DecideProofOfAddressBody {
  /** The verdict. */
  readonly decision: 'APPROVED' | 'REJECTED' | 'QUESTIONED'
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type DecideProofOfAddressAnswer = ProofOfAddress

export type GetProofOfAddressAnswer = ProofOfAddressFile

export interface LinkKycFileAnswer {
  /** A path on the listener of the operator; the proof is in it. */
  readonly link: string
  /** Until when it holds. */
  readonly expiresAt: string
}

export interface ListProofsOfAddressQuery {
  /** Status. */
  readonly status?: 'WAITING' | 'APPROVED' | 'REJECTED' | 'QUESTIONED' | undefined
  /** The id of the partner. */
  readonly partnerId?: string | undefined
  /** MINE: what you have claimed. FREE: what nobody has. */
  readonly claim?: 'MINE' | 'FREE' | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListProofsOfAddressAnswer {
  /** One per journal entry that a block covers; or proofs of address. */
  readonly proofs: readonly ProofOfAddress[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface NoteProofOfAddressBody {
  /** The text. */
  readonly text: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type NoteProofOfAddressAnswer = ReviewNote

export interface CreateOperatorBody {
  /** Name. */
  readonly name: string
  /** What the operator may do. */
  readonly roles: readonly ('support' | 'compliance' | 'finance' | 'admin')[]
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export interface CreateOperatorAnswer {
  /** The id of the operator. */
  readonly operatorId: string
  /** Name. */
  readonly name: string
  /** What the operator may do. */
  readonly roles: readonly ('support' | 'compliance' | 'finance' | 'admin')[]
  /** When it was made. */
  readonly createdAt: string
  /** Since when the operator may act no longer. */
  readonly disabledAt: string | null
  /** A secret that is sent raw in the Authorization header, or the operator’s token. */
  readonly token: string
}

export interface DisableOperatorBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type DisableOperatorAnswer = Operator

export interface ListAuditQuery {
  /** The id of the partner. */
  readonly partnerId?: string | undefined
  /** Who did it: an API key, an operator or a part of the bank. */
  readonly actor?: string | undefined
  /** The id of the user or the object that it is about; events of a user are found by its externalUserId too. */
  readonly subject?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly from?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly to?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListAuditAnswer {
  /** The records. */
  readonly records: readonly AuditRecord[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListOperatorsQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListOperatorsAnswer {
  /** The operators. */
  readonly operators: readonly Operator[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface GetBalanceAtQuery {
  /** The id of the partner. */
  readonly partnerId: string
  /** A code of the chart of accounts. */
  readonly account: string
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** Your own id of the user; in answers null where it is you yourself. */
  readonly externalUserId?: string | undefined
  /** ISO 8601: a time with its offset, or a day (its first instant, UTC). */
  readonly at?: string | undefined
}

export interface GetBalanceAtAnswer {
  /** A code of the chart of accounts. */
  readonly account: string
  /** Currency slug; any letter case is accepted. */
  readonly currency: string
  /** When. */
  readonly at: string
  /** What stands on the account. */
  readonly balance: string
}

export interface GetLatestSealAnswer {
  /** The block; null before the first. */
  readonly seal: {
    /** The number of a sealed block. */
    readonly block: number
    /** The Merkle root of the block’s entries, hex. */
    readonly root: string
    /** The hash of the block, hex. */
    readonly hash: string
    /** How many entries the block seals. */
    readonly leaves: number
    /** When the block was sealed. */
    readonly sealedAt: string
    /** The id of an API key; with the signature, of the signing key. */
    readonly keyId: string
    /** The signature of the block’s hash, base64. */
    readonly signature: string
  } | null
}

export interface GetTrialBalanceQuery {
  /** The id of the partner. */
  readonly partnerId?: string | undefined
}

export interface GetTrialBalanceAnswer {
  /** When. */
  readonly at: string
  /** One part of the books per asset. */
  readonly assets: readonly {
    /** Currency slug; any letter case is accepted. */
    readonly currency: string
    /** Whether assets = liabilities + income − expense + equity. */
    readonly isBalanced: boolean
    /** The accounts of the chart. */
    readonly accounts: readonly {
      /** A code of the chart of accounts. */
      readonly account: string
      /** The class of the account in the chart. */
      readonly class: 'asset' | 'liability' | 'income' | 'expense' | 'equity'
      /** What stands on the account. */
      readonly balance: string
    }[]
  }[]
}

export interface ListSuspenseQuery {
  /** The id of the partner. */
  readonly partnerId?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListSuspenseAnswer {
  /** What waits. */
  readonly items: readonly {
    /** Id. */
    readonly id: string
    /** The id of the partner. */
    readonly partnerId: string | null
    /** Your own id of the user; in answers null where it is you yourself. */
    readonly externalUserId: string | null
    /** Decimal amount. In requests a number or a string; eur has at most 2 decimal places, usdc and usdt 6, the others 8. On a balance: what is booked, less what is owed. */
    readonly amount: string
    /** Currency slug; any letter case is accepted. */
    readonly currency: string
    /** Who sent it. */
    readonly senderName: string | null
    /** The IBAN that the money came from. */
    readonly senderIban: string | null
    /** The remittance information. */
    readonly reference: string | null
    /** Why it waits. */
    readonly cause: string
    /** Since when it waits. */
    readonly since: string
  }[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ProveTransactionAnswer {
  /** One per journal entry that a block covers; or proofs of address. */
  readonly proofs: readonly {
    /** The id of the journal entry. */
    readonly entryId: string
    /** The kind. */
    readonly kind: string
    /** The canonical text of the journal entry. */
    readonly entry: string
    /** The hash of the entry, hex. */
    readonly leaf: string
    /** The neighbours on the way from the leaf to the root. */
    readonly steps: readonly {
      /** On which side the neighbour stands. */
      readonly side: 'left' | 'right'
      /** The hash of the block, hex. */
      readonly hash: string
    }[]
    /** The Merkle root of the block’s entries, hex. */
    readonly root: string
    /** The number of a sealed block. */
    readonly block: number
    /** The hash of the block, hex: what is signed. */
    readonly blockHash: string
    /** The id of an API key; with the signature, of the signing key. */
    readonly keyId: string
    /** The signature of the block’s hash, base64. */
    readonly signature: string
  }[]
}

export interface ReturnSuspenseBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export interface ReturnSuspenseAnswer {
  /** Id. */
  readonly id: string
  /** Status. */
  readonly status: 'RETURNING'
}

export interface VerifyBooksAnswer {
  /** Whether every sealed row is as it was sealed. */
  readonly isIntact: boolean
  /** How many sealed blocks were looked at. */
  readonly blocks: number
  /** How many journal entries were looked at. */
  readonly entries: number
  /** How many entries are not sealed yet. */
  readonly unsealed: number
  /** The hash of the newest block, hex; null before the first. */
  readonly head: string | null
  /** What is not as it must be; empty when all is well. */
  readonly findings: readonly {
    /** The law of the books that is broken. */
    readonly law: string
    /** The first row that breaks it. */
    readonly row: string
    /** What is wrong with it. */
    readonly detail: string
  }[]
  /** When the check ended. */
  readonly checkedAt: string
}

export interface AnswerRecallBody {
  /** The verdict. */
  readonly decision: 'ACCEPTED' | 'REFUSED'
  /** Why it is not given back: a code of SEPA. CUST: the receiver does not agree, AM04: the money is spent, LEGL: the law. */
  readonly refusalCode?: 'CUST' | 'LEGL' | 'AM04' | 'AC04' | 'AC06' | 'NOAS' | 'ARDT' | 'RR04' | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type AnswerRecallAnswer = SepaRecall

export interface DecideContactBody {
  /** The verdict. */
  readonly decision: 'APPROVED' | 'REJECTED'
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type DecideContactAnswer = OwnedSepaContact

export interface ListBreaksQuery {
  /** The kind. */
  readonly kind?:
    | 'NOT_NOTIFIED'
    | 'UNEXPLAINED'
    | 'AMOUNT_DIFFERS'
    | 'NOT_ON_STATEMENT'
    | 'SUMS_DIFFER'
    | 'BALANCE_GAP'
    | 'LEDGER_DIFFERS'
    | undefined
  /** Status. */
  readonly status?: 'OPEN' | 'ALL' | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListBreaksAnswer {
  /** The differences. */
  readonly breaks: readonly ReconciliationBreak[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListPendingContactsQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListPendingContactsAnswer {
  /** The accounts, one an IBAN. */
  readonly contacts: readonly OwnedSepaContact[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListRecallsQuery {
  /** Status. */
  readonly status?: 'OPEN' | 'ALL' | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListRecallsAnswer {
  /** The recalls. */
  readonly recalls: readonly SepaRecall[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListStatementsQuery {
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListStatementsAnswer {
  /** The statements. */
  readonly statements: readonly BankStatement[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface RecallSepaTransferBody {
  /** Why it is wanted back: a code of SEPA. DUPL: sent twice, TECH: a technical error, FRAD: fraud, CUST: the payer asks, AC03: a wrong account, AM09: a wrong amount. */
  readonly reasonCode: 'DUPL' | 'TECH' | 'FRAD' | 'CUST' | 'AC03' | 'AM09'
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type RecallSepaTransferAnswer = SepaRecall

export interface ResolveBreakBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type ResolveBreakAnswer = ReconciliationBreak

export interface AddListPartBody {
  /** Which part it is, from 0. */
  readonly position: number
  /** The bytes, in base64. */
  readonly content: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type AddListPartAnswer = ListLoad

export interface BeginListLoadBody {
  /** The code of a list. */
  readonly list: string
  /** SHA-256 of the whole file, in hex. */
  readonly sha256: string
  /** The size of the whole file. */
  readonly sizeBytes: number
  /** Whether the version may name far fewer people than the one before. Default: false, since a truncated file does. */
  readonly isShrinkAllowed?: boolean | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type BeginListLoadAnswer = ListLoad

export type GetListLoadAnswer = ListLoad

export interface ListListLoadsQuery {
  /** The code of a list. */
  readonly list?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListListLoadsAnswer {
  /** The loads. */
  readonly loads: readonly ListLoad[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface ListScreeningListsAnswer {
  /** The lists in force, each in its current version. */
  readonly lists: readonly ListLoad[]
  /** The latest rounds in which every user was compared anew, newest first. */
  readonly sweeps: readonly {
    /** The number of the sweep: each change of a list has one. */
    readonly sweep: number
    /** The id of the load. */
    readonly loadId: string
    /** Status. */
    readonly status: 'RUNNING' | 'DONE' | 'SUPERSEDED'
    /** How many users are compared so far. */
    readonly userCount: number
    /** How many hits stand among the users compared so far. */
    readonly hitCount: number
    /** When it began. */
    readonly begunAt: string
    /** When it ended; null while it is under way. */
    readonly endedAt: string | null
  }[]
}

export interface ScreenNameBody {
  /** Name. */
  readonly name: string
  /** Day of birth, YYYY-MM-DD. */
  readonly birthDate?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  /** The number of the document. */
  readonly documentNumber?: string | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export interface ScreenNameAnswer {
  /** Which rules judged. */
  readonly rules: string
  /** People of the lists who may be the one that was asked about, the likest first. */
  readonly matches: readonly ScreeningMatch[]
}

export interface SubmitListLoadBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type SubmitListLoadAnswer = ListLoad

export interface ClaimScreeningHitBody {
  /** Give it back. */
  readonly release?: boolean | undefined
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type ClaimScreeningHitAnswer = ScreeningHit

export interface DecideScreeningHitBody {
  /** The verdict. */
  readonly decision: 'FALSE_POSITIVE' | 'TRUE_MATCH'
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type DecideScreeningHitAnswer = ScreeningHit

export type GetScreeningHitAnswer = ScreeningHitFile

export interface ListScreeningHitsQuery {
  /** Status. */
  readonly status?: 'OPEN' | 'FALSE_POSITIVE' | 'TRUE_MATCH' | 'LAPSED' | undefined
  /** The id of the partner. */
  readonly partnerId?: string | undefined
  /** Our id of the user. */
  readonly userId?: string | undefined
  /** The code of a list. */
  readonly list?: string | undefined
  /** MINE: what you have claimed. FREE: what nobody has. */
  readonly claim?: 'MINE' | 'FREE' | undefined
  /** How great a risk the checks, or the operator, see; null before anybody did. */
  readonly risk?: 'LOW' | 'MEDIUM' | 'HIGH' | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListScreeningHitsAnswer {
  /** The hits. */
  readonly hits: readonly ScreeningHit[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface NoteScreeningHitBody {
  /** The text. */
  readonly text: string
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export type NoteScreeningHitAnswer = ReviewNote

export interface ListDeadJobsQuery {
  /** The kind. */
  readonly kind?: string | undefined
  /** How many a page holds, 1 to 200. Default: 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export interface ListDeadJobsAnswer {
  /** The jobs. */
  readonly jobs: readonly DeadJob[]
  /** Give it as `cursor` to read on; null on the last page. */
  readonly nextCursor: string | null
}

export interface RetryDeadJobBody {
  /** Why it is done; it is kept with what it does. */
  readonly reason: string
}

export interface RetryDeadJobAnswer {
  /** The id of the job. */
  readonly jobId: string
  /** When it is done next. */
  readonly dueAt: string
}
