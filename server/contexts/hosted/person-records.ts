import type { RecordKeeper } from '../users/index.ts'
import { openDocument } from './open-document.ts'
import { findVerificationsOf } from './store.ts'

/** When a person was asked to the hosted pages, opened them and agreed, and what it said of its document there. */
export const hostedRecords: RecordKeeper = {
  kind: 'hostedVerifications',
  records: async (work, user) =>
    Promise.all(
      (await findVerificationsOf(work.sql, user.partnerId, user.id)).map(async verification => ({
        verificationId: verification.id,
        status: verification.state,
        locale: verification.locale,
        documentType: verification.documentType,
        document: await openDocument(work, verification),
        createdAt: verification.createdAt.toISOString(),
        openedAt: verification.openedAt?.toISOString() ?? null,
        consentedAt: verification.consentedAt?.toISOString() ?? null,
        turnedHeadAt: verification.challengedAt?.toISOString() ?? null,
        submittedAt: verification.submittedAt?.toISOString() ?? null,
      })),
    ),
}
