/**
 * Where a reason stands: `reject` (pain.002, pacs.002: the payment never settled), `return` (pacs.004: it settled and comes
 * back), `recall` (camt.056: somebody wants it back), `recallAnswer` (camt.029: it does not come back).
 */
export type ReasonKind = 'reject' | 'return' | 'recall' | 'recallAnswer'

interface ReasonCode {
  /** The name in ISO 20022's external code sets. */
  readonly name: string
  /** What it means to the partner whose payment it is, per place where the EPC's rulebooks or the banks use it. */
  readonly texts: Readonly<Partial<Record<ReasonKind, string>>>
}

const noAccount = "The receiver's account number does not exist at the receiving bank."
const closed = "The receiver's account is closed."
const blocked = "The receiver's account is blocked."
const duplicate = 'The payment was taken for a duplicate of an earlier one.'
const deceased = 'The account holder has died.'
const noTimelyAnswer = "The receiver's bank did not answer in time."
const offline = "The receiver's bank cannot be reached at the moment."
const technical = 'A technical error in the payment system.'
const regulatory = 'Refused for a regulatory reason.'
const noReason = "The receiver's bank gave no reason."

/**
 * The codes of ExternalStatusReason1Code, ExternalReturnReason1Code, ExternalCancellationReason1Code and
 * ExternalPaymentCancellationRejection1Code that SEPA credit transfers meet.
 */
export const REASON_CODES: Readonly<Record<string, ReasonCode>> = {
  AB01: both('AbortedClearingTimeout', 'The payment was not cleared in time.'),
  AB02: both('AbortedClearingFatalError', 'The clearing system failed while it handled the payment.'),
  AB03: both('AbortedSettlementTimeout', 'The payment was not settled in time.'),
  AB04: both('AbortedSettlementFatalError', 'The settlement system failed while it handled the payment.'),
  AB05: both('TimeoutCreditorAgent', noTimelyAnswer),
  AB06: both('TimeoutInstructedAgent', 'A bank on the way did not answer in time.'),
  AB07: both('OfflineAgent', 'A bank on the way cannot be reached at the moment.'),
  AB08: both('OfflineCreditorAgent', offline),
  AB09: both('ErrorCreditorAgent', "An error at the receiver's bank."),
  AB10: both('ErrorInstructedAgent', 'An error at a bank on the way.'),
  AC01: {
    name: 'IncorrectAccountNumber',
    texts: { reject: noAccount, return: noAccount, recallAnswer: 'The account that was paid is not known.' },
  },
  AC02: both('InvalidDebtorAccountNumber', "The sender's account number is not valid."),
  AC03: {
    name: 'InvalidCreditorAccountNumber',
    texts: { reject: noAccount, return: noAccount, recall: 'The payment went to the wrong account.' },
  },
  AC04: {
    name: 'ClosedAccountNumber',
    texts: { reject: closed, return: closed, recallAnswer: 'The account that was paid is closed by now.' },
  },
  AC06: {
    name: 'BlockedAccount',
    texts: { reject: blocked, return: blocked, recallAnswer: 'The account that was paid is blocked.' },
  },
  AC13: both('InvalidDebtorAccountType', "The sender's account is not of a kind that may pay."),
  AC14: both('InvalidCreditorAccountType', "The receiver's account is not of a kind that may be paid."),
  AG01: both('TransactionForbidden', "Payments of this kind are not allowed on the receiver's account."),
  AG02: both('InvalidBankOperationCode', "The receiver's bank does not handle payments of this kind."),
  AG03: both('TransactionNotSupported', "The receiver's account does not take payments of this kind."),
  AG10: both('AgentSuspended', 'A bank on the way is suspended from the payment system.'),
  AG11: both('CreditorAgentSuspended', "The receiver's bank is suspended from the payment system."),
  AM02: both('NotAllowedAmount', 'The amount is above the most that is allowed.'),
  AM04: {
    name: 'InsufficientFunds',
    texts: {
      reject: "There was not enough money on the sender's account.",
      return: 'There was not enough money.',
      recallAnswer: 'There is not enough money left on the account that was paid.',
    },
  },
  AM05: both('Duplication', duplicate),
  AM09: {
    name: 'WrongAmount',
    texts: {
      reject: 'The amount is not the one that was agreed.',
      return: 'The amount is not the one that was agreed.',
      recall: 'The payment was made with a wrong amount.',
    },
  },
  AM23: both('AmountExceedsSettlementLimit', 'The amount is above the settlement limit of a bank on the way.'),
  ARDT: { name: 'AlreadyReturned', texts: { recallAnswer: 'The money was returned before the recall came.' } },
  BE01: both('InconsistentWithEndCustomer', 'The account number and the name of the receiver do not belong together.'),
  BE04: both('MissingCreditorAddress', "The receiver's address is missing or incomplete."),
  BE06: both('UnknownEndCustomer', "The receiver is not known at the receiver's bank."),
  BE07: both('MissingDebtorAddress', "The sender's address is missing or incomplete."),
  CNOR: both('CreditorBankIsNotRegistered', "The receiver's bank cannot be reached by SEPA payments of this kind."),
  CURR: both('IncorrectCurrency', "The receiver's account does not take this currency."),
  CUST: {
    name: 'RequestedByCustomer',
    texts: {
      reject: 'Stopped at the request of the customer.',
      return: 'The receiver asked to send the money back.',
      recall: 'The sender asks for the money back.',
      recallAnswer: 'The receiver does not agree to give the money back.',
    },
  },
  DNOR: both('DebtorBankIsNotRegistered', "The sender's bank is not registered for SEPA payments of this kind."),
  DT01: both('InvalidDate', 'The execution or settlement date is not valid.'),
  DUPL: {
    name: 'DuplicatePayment',
    texts: { reject: duplicate, return: duplicate, recall: 'The payment was sent twice by mistake.' },
  },
  ED05: both('SettlementFailed', 'The settlement of the payment between the banks failed.'),
  ERIN: both('ERIOptionNotSupported', "The receiver's bank does not take the extended remittance information."),
  FF01: both('InvalidFileFormat', 'The payment message was not in order.'),
  FF10: both('BankSystemProcessingError', 'An error in the systems of a bank.'),
  FOCR: { name: 'FollowingCancellationRequest', texts: { return: 'The money comes back after a recall.' } },
  FR01: both('Fraud', 'The payment was stopped on suspicion of fraud.'),
  FRAD: {
    name: 'FraudulentOrigin',
    texts: {
      reject: 'The payment was stopped on suspicion of fraud.',
      return: 'The money comes back because the payment was fraudulent.',
      recall: 'The sender did not order the payment: it was fraudulent.',
    },
  },
  LEGL: {
    name: 'LegalDecision',
    texts: {
      reject: 'A legal decision forbids the payment.',
      return: 'The money comes back by a legal decision.',
      recallAnswer: 'The money cannot be given back for legal reasons.',
    },
  },
  MD07: both('EndCustomerDeceased', deceased),
  MS02: both('NotSpecifiedReasonCustomerGenerated', 'The receiver did not accept the payment and gave no reason.'),
  MS03: both('NotSpecifiedReasonAgentGenerated', noReason),
  NARR: {
    name: 'Narrative',
    texts: {
      reject: 'Rejected for a reason that the bank gave in its own words.',
      return: 'Returned for a reason that the bank gave in its own words.',
      recall: 'Recalled for a reason that the bank gave in its own words.',
      recallAnswer: 'Not given back for a reason that the bank gave in its own words.',
    },
  },
  NOAS: { name: 'NoAnswerFromCustomer', texts: { recallAnswer: 'The receiver did not answer the recall.' } },
  NOOR: {
    name: 'NoOriginalTransactionReceived',
    texts: {
      reject: "The receiver's bank never received the payment.",
      recallAnswer: "The receiver's bank never received the payment.",
    },
  },
  RC01: both('BankIdentifierIncorrect', "The identification of the receiver's bank (BIC) is wrong."),
  RC07: both('InvalidCreditorBICIdentifier', "The identification of the receiver's bank (BIC) is not valid."),
  RR01: both(
    'MissingDebtorAccountOrIdentification',
    "The sender's account or identification is missing, which a rule of the receiver's country demands.",
  ),
  RR02: both('MissingDebtorNameOrAddress', "The sender's name or address is missing, which a rule demands."),
  RR03: both('MissingCreditorNameOrAddress', "The receiver's name or address is missing, which a rule demands."),
  RR04: {
    name: 'RegulatoryReason',
    texts: { reject: regulatory, return: regulatory, recallAnswer: 'Not given back for a regulatory reason.' },
  },
  SL01: both(
    'SpecificServiceOfferedByDebtorAgent',
    "The receiver's account is on a list that the customer asked its bank not to deal with.",
  ),
  TECH: {
    name: 'TechnicalProblem',
    texts: { reject: technical, return: technical, recall: 'The payment went out by a technical error.' },
  },
  TM01: both('InvalidCutOffTime', 'The payment reached the bank after its cut-off time, or too late to be instant.'),
  TS01: both('TransmissionAborted', 'The transmission between the banks broke off.'),
}

function both(name: string, text: string): ReasonCode {
  return { name, texts: { reject: text, return: text } }
}

const UNEXPLAINED: Readonly<Record<ReasonKind, string>> = {
  reject: 'The bank rejected the payment',
  return: 'The bank returned the payment',
  recall: 'The payment was recalled',
  recallAnswer: 'The recall was refused',
}

/**
 * Clear English for a partner, a sentence: for a code used out of its place the text of another place, for one that
 * we do not know the code itself.
 *
 * @param code as in the message, four letters or digits; absent where the bank gave none
 */
export function explainReason(code: string | undefined, kind: ReasonKind): string {
  if (code === undefined || code === '') return `${UNEXPLAINED[kind]}; no reason was given.`
  const texts = Object.hasOwn(REASON_CODES, code) ? REASON_CODES[code]?.texts : undefined
  return texts?.[kind] ?? Object.values(texts ?? {})[0] ?? `${UNEXPLAINED[kind]} (reason code ${code}).`
}
