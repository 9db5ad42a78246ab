// Generated from contract/ by `npm run gen`. Do not edit.

import { type Call, type CallOptions, segment } from '../call.ts'
import type * as T from './operator-types.ts'

export const operatorResources = (call: Call) => ({
  partners: {
    /** Take on a partner. The model can never be changed. A key is made by a call of its own. */
    createPartner: (body: T.CreatePartnerBody, options?: CallOptions): Promise<T.CreatePartnerAnswer> =>
      call({ method: 'POST', path: `/operator/v1/partners`, body }, options),
    /** A partner */
    getPartner: (partnerId: string, options?: CallOptions): Promise<T.GetPartnerAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}` }, options),
    /** All partners, newest first */
    listPartners: (query?: T.ListPartnersQuery, options?: CallOptions): Promise<T.ListPartnersAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners`, query }, options),
    /** Change settings of a partner. Absent settings stay. A suspended partner’s keys are refused as unknown ones are. */
    updatePartner: (
      partnerId: string,
      body: T.UpdatePartnerBody,
      options?: CallOptions,
    ): Promise<T.UpdatePartnerAnswer> =>
      call({ method: 'PATCH', path: `/operator/v1/partners/${segment(partnerId)}`, body }, options),
    /** Make an API key for a partner */
    createPartnerKey: (
      partnerId: string,
      body: T.CreatePartnerKeyBody,
      options?: CallOptions,
    ): Promise<T.CreatePartnerKeyAnswer> =>
      call({ method: 'POST', path: `/operator/v1/partners/${segment(partnerId)}/api-keys`, body }, options),
    /** The API keys of a partner */
    listPartnerKeys: (
      partnerId: string,
      query?: T.ListPartnerKeysQuery,
      options?: CallOptions,
    ): Promise<T.ListPartnerKeysAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/api-keys`, query }, options),
    /** Revoke an API key of a partner. Effective at once. A key that does not exist is P404. */
    revokePartnerKey: (
      partnerId: string,
      keyId: string,
      body: T.RevokePartnerKeyBody,
      options?: CallOptions,
    ): Promise<T.RevokePartnerKeyAnswer> =>
      call(
        { method: 'DELETE', path: `/operator/v1/partners/${segment(partnerId)}/api-keys/${segment(keyId)}`, body },
        options,
      ),
  },
  fees: {
    /** Agree a fee with one partner. `fraction` of the amount, but at least `minimum`, plus `fixed`, in `currency`; what is left out is 0. Holds from `validFrom` (now) until before `validTo` (without end); of several in force the one made last counts. */
    createFeeOverride: (
      partnerId: string,
      body: T.CreateFeeOverrideBody,
      options?: CallOptions,
    ): Promise<T.CreateFeeOverrideAnswer> =>
      call({ method: 'POST', path: `/operator/v1/partners/${segment(partnerId)}/fee-overrides`, body }, options),
    /** End an agreed fee now. Entries that were made under it keep it. One that does not exist or has ended is P404. */
    endFeeOverride: (
      partnerId: string,
      overrideId: string,
      body: T.EndFeeOverrideBody,
      options?: CallOptions,
    ): Promise<T.EndFeeOverrideAnswer> =>
      call(
        {
          method: 'POST',
          path: `/operator/v1/partners/${segment(partnerId)}/fee-overrides/${segment(overrideId)}/end`,
          body,
        },
        options,
      ),
    /** Fees agreed with one partner */
    listFeeOverrides: (
      partnerId: string,
      query?: T.ListFeeOverridesQuery,
      options?: CallOptions,
    ): Promise<T.ListFeeOverridesAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/fee-overrides`, query }, options),
  },
  limits: {
    /** Agree a limit with one partner. The `cap`, in EUR, of one operation and period for all users of a tier, instead of the usual one. Holds from `validFrom` (now) until before `validTo` (without end); of several in force the one made last counts. What is used already counts against it; 0 forbids the operation. P491 for a partner without KYC: its users bear no limits. */
    createLimitOverride: (
      partnerId: string,
      body: T.CreateLimitOverrideBody,
      options?: CallOptions,
    ): Promise<T.CreateLimitOverrideAnswer> =>
      call({ method: 'POST', path: `/operator/v1/partners/${segment(partnerId)}/limit-overrides`, body }, options),
    /** End an agreed limit now. The usual one holds again. One that does not exist or has ended is P404. */
    endLimitOverride: (
      partnerId: string,
      overrideId: string,
      body: T.EndLimitOverrideBody,
      options?: CallOptions,
    ): Promise<T.EndLimitOverrideAnswer> =>
      call(
        {
          method: 'POST',
          path: `/operator/v1/partners/${segment(partnerId)}/limit-overrides/${segment(overrideId)}/end`,
          body,
        },
        options,
      ),
    /** Limits agreed with one partner */
    listLimitOverrides: (
      partnerId: string,
      query?: T.ListLimitOverridesQuery,
      options?: CallOptions,
    ): Promise<T.ListLimitOverridesAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/limit-overrides`, query }, options),
  },
  users: {
    /** Everything that is kept of a person. For the person itself (GDPR, articles 15 and 20). Without what reviewers noted and with what lists a name was compared: telling that is an offence in most countries. `records` are by kind, oldest or newest first as they are kept; files come by links that are good for five minutes. The look, and each file that is opened, is on record. */
    exportUser: (partnerId: string, userId: string, options?: CallOptions): Promise<T.ExportUserAnswer> =>
      call(
        { method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/users/${segment(userId)}/export` },
        options,
      ),
    /** A user with personal data */
    inspectUser: (partnerId: string, userId: string, options?: CallOptions): Promise<T.InspectUserAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/users/${segment(userId)}` }, options),
    /** Users of a partner. Each given condition must match exactly; personal data is searched by blind index. */
    searchUsers: (partnerId: string, query?: T.SearchUsersQuery, options?: CallOptions): Promise<T.SearchUsersAnswer> =>
      call({ method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/users`, query }, options),
    /** Say how great a risk a person is. A person of HIGH risk is never approved by the checks alone, and by two operators only. Nothing is taken back of what was decided before. */
    setUserRisk: (
      partnerId: string,
      userId: string,
      body: T.SetUserRiskBody,
      options?: CallOptions,
    ): Promise<T.SetUserRiskAnswer> =>
      call(
        { method: 'POST', path: `/operator/v1/partners/${segment(partnerId)}/users/${segment(userId)}/risk`, body },
        options,
      ),
    /** Let nothing go out from a user. As when the partner does it. Suspending a suspended user changes nothing. */
    suspendUser: (
      partnerId: string,
      userId: string,
      body: T.SuspendUserBody,
      options?: CallOptions,
    ): Promise<T.SuspendUserAnswer> =>
      call(
        { method: 'POST', path: `/operator/v1/partners/${segment(partnerId)}/users/${segment(userId)}/suspend`, body },
        options,
      ),
    /** End a suspension. Also one that the partner asked for. */
    unsuspendUser: (
      partnerId: string,
      userId: string,
      body: T.UnsuspendUserBody,
      options?: CallOptions,
    ): Promise<T.UnsuspendUserAnswer> =>
      call(
        {
          method: 'POST',
          path: `/operator/v1/partners/${segment(partnerId)}/users/${segment(userId)}/unsuspend`,
          body,
        },
        options,
      ),
  },
  verification: {
    /** Ask the partner to send something again. Of a verification in review. It is PENDING again, the partner is told the reasons, and new files are checked as the first ones were. */
    askKycCase: (caseId: string, body: T.AskKycCaseBody, options?: CallOptions): Promise<T.AskKycCaseAnswer> =>
      call({ method: 'POST', path: `/operator/v1/kyc-cases/${segment(caseId)}/ask`, body }, options),
    /** Take a verification, or give it back. Nobody else decides what one has claimed. With `release` it is given back; an admin also gives back what somebody else has claimed. */
    claimKycCase: (caseId: string, body: T.ClaimKycCaseBody, options?: CallOptions): Promise<T.ClaimKycCaseAnswer> =>
      call({ method: 'POST', path: `/operator/v1/kyc-cases/${segment(caseId)}/claim`, body }, options),
    /** Approve or reject a verification. The same verdict twice changes nothing. `rejectionReasons` are shown to the partner, `reason` is not. A case of high risk is approved by two operators: the first approval leaves it in review, with `approvedBy`. One that somebody else has claimed is P403. */
    decideKycCase: (caseId: string, body: T.DecideKycCaseBody, options?: CallOptions): Promise<T.DecideKycCaseAnswer> =>
      call({ method: 'POST', path: `/operator/v1/kyc-cases/${segment(caseId)}/decide`, body }, options),
    /** A verification with its files, checks, notes and hits. The hits are all about the person, also those that were found later than the checks were made. It is personal data: the look is on record. */
    getKycCase: (caseId: string, options?: CallOptions): Promise<T.GetKycCaseAnswer> =>
      call({ method: 'GET', path: `/operator/v1/kyc-cases/${segment(caseId)}` }, options),
    /** Verifications, newest first */
    listKycCases: (query?: T.ListKycCasesQuery, options?: CallOptions): Promise<T.ListKycCasesAnswer> =>
      call({ method: 'GET', path: `/operator/v1/kyc-cases`, query }, options),
    /** Write a note on a verification. For other operators; the partner never sees it. Sealed under the data key of the user. */
    noteKycCase: (caseId: string, body: T.NoteKycCaseBody, options?: CallOptions): Promise<T.NoteKycCaseAnswer> =>
      call({ method: 'POST', path: `/operator/v1/kyc-cases/${segment(caseId)}/notes`, body }, options),
    /** Take a proof of address, or give it back. Nobody else decides what one has claimed. With `release` it is given back; an admin also gives back what somebody else has claimed. */
    claimProofOfAddress: (
      poaId: string,
      body: T.ClaimProofOfAddressBody,
      options?: CallOptions,
    ): Promise<T.ClaimProofOfAddressAnswer> =>
      call({ method: 'POST', path: `/operator/v1/poa/${segment(poaId)}/claim`, body }, options),
    /** Approve, reject or question a proof of address. QUESTIONED: a better copy is wanted. The same verdict twice changes nothing. That of a user of high risk is approved by two operators: the first approval leaves it waiting, with `approvedBy`. One that somebody else has claimed is P403. */
    decideProofOfAddress: (
      poaId: string,
      body: T.DecideProofOfAddressBody,
      options?: CallOptions,
    ): Promise<T.DecideProofOfAddressAnswer> =>
      call({ method: 'POST', path: `/operator/v1/poa/${segment(poaId)}/decide`, body }, options),
    /** A proof of address with its checks and notes. It is personal data: the look is on record. */
    getProofOfAddress: (poaId: string, options?: CallOptions): Promise<T.GetProofOfAddressAnswer> =>
      call({ method: 'GET', path: `/operator/v1/poa/${segment(poaId)}` }, options),
    /** A short-lived link to a file of a user. On the listener of the operator, good for five minutes and for no other file. The link and every look through it are on record. A file that does not exist, or is erased, is P404. */
    linkKycFile: (fileId: string, options?: CallOptions): Promise<T.LinkKycFileAnswer> =>
      call({ method: 'GET', path: `/operator/v1/kyc-files/${segment(fileId)}/link` }, options),
    /** Proofs of address, newest first */
    listProofsOfAddress: (
      query?: T.ListProofsOfAddressQuery,
      options?: CallOptions,
    ): Promise<T.ListProofsOfAddressAnswer> => call({ method: 'GET', path: `/operator/v1/poa`, query }, options),
    /** Write a note on a proof of address. For other operators; the partner never sees it. Sealed under the data key of the user. */
    noteProofOfAddress: (
      poaId: string,
      body: T.NoteProofOfAddressBody,
      options?: CallOptions,
    ): Promise<T.NoteProofOfAddressAnswer> =>
      call({ method: 'POST', path: `/operator/v1/poa/${segment(poaId)}/notes`, body }, options),
  },
  operators: {
    /** Let somebody act for us. The token is shown this once; we keep only a hash of it. */
    createOperator: (body: T.CreateOperatorBody, options?: CallOptions): Promise<T.CreateOperatorAnswer> =>
      call({ method: 'POST', path: `/operator/v1/operators`, body }, options),
    /** Let somebody act for us no longer. Effective at once. One who does not exist is P404; the last admin can not be disabled (P403). */
    disableOperator: (
      operatorId: string,
      body: T.DisableOperatorBody,
      options?: CallOptions,
    ): Promise<T.DisableOperatorAnswer> =>
      call({ method: 'POST', path: `/operator/v1/operators/${segment(operatorId)}/disable`, body }, options),
    /** Who did what and why, newest first */
    listAudit: (query?: T.ListAuditQuery, options?: CallOptions): Promise<T.ListAuditAnswer> =>
      call({ method: 'GET', path: `/operator/v1/audit`, query }, options),
    /** Who may act for us */
    listOperators: (query?: T.ListOperatorsQuery, options?: CallOptions): Promise<T.ListOperatorsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/operators`, query }, options),
  },
  books: {
    /** The balance of one account at an instant. `account` is a code of the chart. `customer` needs the externalUserId. Postings at the instant itself are included; without `at` it is now. */
    getBalanceAt: (query: T.GetBalanceAtQuery, options?: CallOptions): Promise<T.GetBalanceAtAnswer> =>
      call({ method: 'GET', path: `/operator/v1/ledger/balance`, query }, options),
    /** The newest sealed block. Null before the first one. Hashes are hex, the signature is base64. */
    getLatestSeal: (options?: CallOptions): Promise<T.GetLatestSealAnswer> =>
      call({ method: 'GET', path: `/operator/v1/ledger/seals/latest` }, options),
    /** All accounts of the chart, per asset. Of all partners together, or of one. Amounts are on the side that the class grows on; `isBalanced` says that assets = liabilities + income − expense + equity. */
    getTrialBalance: (query?: T.GetTrialBalanceQuery, options?: CallOptions): Promise<T.GetTrialBalanceAnswer> =>
      call({ method: 'GET', path: `/operator/v1/ledger/trial-balance`, query }, options),
    /** Money that arrived and waits, oldest first. Without a partner nobody knows whose it is. Reading it is recorded: payers are named. */
    listSuspense: (query?: T.ListSuspenseQuery, options?: CallOptions): Promise<T.ListSuspenseAnswer> =>
      call({ method: 'GET', path: `/operator/v1/suspense`, query }, options),
    /** The proof that a transaction is in sealed history. One proof per journal entry of the transaction that a block covers; none while it is in the unsealed tail. `entry` is the canonical text whose hash the leaf is; docs/books.md says how to check it. */
    proveTransaction: (
      partnerId: string,
      transactionId: string,
      options?: CallOptions,
    ): Promise<T.ProveTransactionAnswer> =>
      call(
        { method: 'GET', path: `/operator/v1/partners/${segment(partnerId)}/ledger/proof/${segment(transactionId)}` },
        options,
      ),
    /** Send money that waits back to its sender. Ordered from the bank at once. What does not wait, or waits no more, is P477. */
    returnSuspense: (
      depositId: string,
      body: T.ReturnSuspenseBody,
      options?: CallOptions,
    ): Promise<T.ReturnSuspenseAnswer> =>
      call({ method: 'POST', path: `/operator/v1/suspense/${segment(depositId)}/return`, body }, options),
    /** Replay the sealed history against the books. `findings` names the first row of each block that is not what was sealed, and each law that the balances break. `unsealed` entries are held against the laws only. `head` is the hash of the newest block. */
    verifyBooks: (options?: CallOptions): Promise<T.VerifyBooksAnswer> =>
      call({ method: 'GET', path: `/operator/v1/ledger/verify` }, options),
  },
  sepa: {
    /** Give a payment back, or say why not. ACCEPTED takes it from its owner (P433 where it is spent), or from suspense, and returns it. REFUSED needs `refusalCode`. One that is not open is P404. */
    answerRecall: (recallId: string, body: T.AnswerRecallBody, options?: CallOptions): Promise<T.AnswerRecallAnswer> =>
      call({ method: 'POST', path: `/operator/v1/sepa/recalls/${segment(recallId)}/answer`, body }, options),
    /** Say whether an account is its owner’s own. Money that waits for it is credited, or goes back. The same verdict twice changes nothing. */
    decideContact: (
      contactId: string,
      body: T.DecideContactBody,
      options?: CallOptions,
    ): Promise<T.DecideContactAnswer> =>
      call({ method: 'POST', path: `/operator/v1/sepa/contacts/${segment(contactId)}/decide`, body }, options),
    /** Where the bank’s statements and our books differ, oldest first. Open ones, or with `status=ALL` those that were resolved too: by themselves, when a later statement brought what was missing, or by somebody. */
    listBreaks: (query?: T.ListBreaksQuery, options?: CallOptions): Promise<T.ListBreaksAnswer> =>
      call({ method: 'GET', path: `/operator/v1/sepa/breaks`, query }, options),
    /** Senders whose names may be their owners’, oldest first */
    listPendingContacts: (
      query?: T.ListPendingContactsQuery,
      options?: CallOptions,
    ): Promise<T.ListPendingContactsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/sepa/contacts`, query }, options),
    /** Payments that somebody wants back, oldest first. OUT: ours, which the receiver’s bank gives back or not. IN: others’, which wait for your answer until `dueAt`. Open ones, or with `status=ALL` all. */
    listRecalls: (query?: T.ListRecallsQuery, options?: CallOptions): Promise<T.ListRecallsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/sepa/recalls`, query }, options),
    /** The bank’s statements held against our books, newest first. `ledgerBalance` is what our books had for the account at the end of `toDay`, null until it was compared; `difference` is the closing balance less that, and open breaks say why. */
    listStatements: (query?: T.ListStatementsQuery, options?: CallOptions): Promise<T.ListStatementsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/sepa/statements`, query }, options),
    /** Ask for a payment back. Of a SUCCESSFUL transfer. What the receiver’s bank gives back makes it RETURNED. Asked twice it is asked once. */
    recallSepaTransfer: (
      transferId: string,
      body: T.RecallSepaTransferBody,
      options?: CallOptions,
    ): Promise<T.RecallSepaTransferAnswer> =>
      call({ method: 'POST', path: `/operator/v1/sepa/transfers/${segment(transferId)}/recall`, body }, options),
    /** Say why the bank and our books differ. The reason closes it. One that is not open is P404. */
    resolveBreak: (breakId: string, body: T.ResolveBreakBody, options?: CallOptions): Promise<T.ResolveBreakAnswer> =>
      call({ method: 'POST', path: `/operator/v1/sepa/breaks/${segment(breakId)}/resolve`, body }, options),
  },
  screening: {
    /** Send the next part of the file. Parts come in order, from position 0, of at most 720000 bytes each. One that is there already changes nothing. */
    addListPart: (loadId: string, body: T.AddListPartBody, options?: CallOptions): Promise<T.AddListPartAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/loads/${segment(loadId)}/parts`, body }, options),
    /** Begin to load a new version of a list. The file then comes in parts. Formats, told by content: OpenSanctions (FollowTheMoney JSON lines and simple CSV), the consolidated XML of the UN and of the EU. A load that was begun before and not finished is given up. */
    beginListLoad: (body: T.BeginListLoadBody, options?: CallOptions): Promise<T.BeginListLoadAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/loads`, body }, options),
    /** How far a load is */
    getListLoad: (loadId: string, options?: CallOptions): Promise<T.GetListLoadAnswer> =>
      call({ method: 'GET', path: `/operator/v1/screening/loads/${segment(loadId)}` }, options),
    /** Every version of the lists, newest first */
    listListLoads: (query?: T.ListListLoadsQuery, options?: CallOptions): Promise<T.ListListLoadsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/screening/loads`, query }, options),
    /** The lists in force, and the latest sweeps over all users */
    listScreeningLists: (options?: CallOptions): Promise<T.ListScreeningListsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/screening/lists` }, options),
    /** Compare a name with the lists. Nothing of it is kept but that it was asked. */
    screenName: (body: T.ScreenNameBody, options?: CallOptions): Promise<T.ScreenNameAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/check`, body }, options),
    /** All parts are there: read the list and put it in force. It is read in the background. Once it is in force every user is compared anew. */
    submitListLoad: (
      loadId: string,
      body: T.SubmitListLoadBody,
      options?: CallOptions,
    ): Promise<T.SubmitListLoadAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/loads/${segment(loadId)}/submit`, body }, options),
    /** Take a hit, or give it back. Nobody else decides what one has claimed. With `release` it is given back; an admin also gives back what somebody else has claimed. */
    claimScreeningHit: (
      hitId: string,
      body: T.ClaimScreeningHitBody,
      options?: CallOptions,
    ): Promise<T.ClaimScreeningHitAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/hits/${segment(hitId)}/claim`, body }, options),
    /** Say whether the user is the person of the list. Whoever is, is suspended at once. Where the risk is HIGH, of the hit or of the user, it takes two operators to say that it is another person: the first leaves the hit as it is, with `approvedBy`. One that somebody else has claimed is P403. The same decision twice changes nothing. */
    decideScreeningHit: (
      hitId: string,
      body: T.DecideScreeningHitBody,
      options?: CallOptions,
    ): Promise<T.DecideScreeningHitAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/hits/${segment(hitId)}/decide`, body }, options),
    /** A hit with its evidence and notes. And the verification of the same person that waits for a decision, if there is one. The look is on record. */
    getScreeningHit: (hitId: string, options?: CallOptions): Promise<T.GetScreeningHitAnswer> =>
      call({ method: 'GET', path: `/operator/v1/screening/hits/${segment(hitId)}` }, options),
    /** Users who may be on a list, newest first */
    listScreeningHits: (query?: T.ListScreeningHitsQuery, options?: CallOptions): Promise<T.ListScreeningHitsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/screening/hits`, query }, options),
    /** Write a note on a hit. For other operators; the partner never sees it. Sealed under the data key of the user. */
    noteScreeningHit: (
      hitId: string,
      body: T.NoteScreeningHitBody,
      options?: CallOptions,
    ): Promise<T.NoteScreeningHitAnswer> =>
      call({ method: 'POST', path: `/operator/v1/screening/hits/${segment(hitId)}/notes`, body }, options),
  },
  jobs: {
    /** Work that was given up, newest first */
    listDeadJobs: (query?: T.ListDeadJobsQuery, options?: CallOptions): Promise<T.ListDeadJobsAnswer> =>
      call({ method: 'GET', path: `/operator/v1/jobs/dead`, query }, options),
    /** Try again what was given up. A job that does not exist or is not dead is P404. */
    retryDeadJob: (jobId: string, body: T.RetryDeadJobBody, options?: CallOptions): Promise<T.RetryDeadJobAnswer> =>
      call({ method: 'POST', path: `/operator/v1/jobs/dead/${segment(jobId)}/retry`, body }, options),
  },
})
