import type { RecordKeeper } from '../users/index.ts'
import { findVerificationsOf } from './store.ts'

/** When a person was asked to the hosted pages, opened them and agreed. */
export const hostedRecords: RecordKeeper = {
  kind: 'hostedVerifications',
  records: async (work, user) =>
    (await findVerificationsOf(work.sql, user.partnerId, user.id)).map(verification => ({
      verificationId: verification.id,
      status: verification.state,
      locale: verification.locale,
      documentType: verification.documentType,
      createdAt: verification.createdAt.toISOString(),
      openedAt: verification.openedAt?.toISOString() ?? null,
      consentedAt: verification.consentedAt?.toISOString() ?? null,
      submittedAt: verification.submittedAt?.toISOString() ?? null,
    })),
}
