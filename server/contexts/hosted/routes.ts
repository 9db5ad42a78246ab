import type { hostedState } from '@florin/contract/hosted/verification.ts'
import type { endpoints, hostedEndpoints } from '@florin/contract/index.ts'
import type { z } from 'zod'
import { type Handlers, read, staged, write } from '../../kit/http/call.ts'
import { secretId } from '../../kit/ids.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import { commit, commitEffects } from '../../kit/work/commit.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { brandingOf } from './branding.ts'
import { drawChallenge, drawPoses, nameFrames, openChallenge, takeFrames } from './challenge.ts'
import { createVerification } from './create-verification.ts'
import { openDocument } from './open-document.ts'
import { openVerification } from './open-verification.ts'
import { sendAgain } from './send-again.ts'
import { findVerification, verificationStore, writeBranding } from './store.ts'
import {
  chooseDocument,
  consent,
  countFiles,
  type HostedVerification,
  isExpired,
  partsToSend,
  refuseFile,
  refuseIncomplete,
  refuseUnusable,
  submit,
} from './verification.ts'
import type { Verifier } from './verifier.ts'

export interface HostedParts<Prepared> {
  readonly verifier: Verifier<Prepared>
  /** Where end users reach us, without a slash at the end. */
  readonly publicUrl: () => string
}

type PartnerCalls = Pick<Handlers<typeof endpoints>, 'createHostedVerification' | 'getBranding' | 'updateBranding'>

/** What partners call. */
export const hostedPartnerRoutes = ({ publicUrl }: Pick<HostedParts<unknown>, 'publicUrl'>): PartnerCalls => ({
  createHostedVerification: write(async (work, { body }) => {
    const { id, externalUserId, expiresAt } = await createVerification(work, body)
    return {
      verificationId: id,
      verificationUrl: `${publicUrl()}/v1/kyc/verification/${encodeURIComponent(externalUserId)}/${id}`,
      expiresAt: expiresAt.toISOString(),
    }
  }),
  getBranding: read(work => brandingOf(work)),
  updateBranding: write(async (work, { body }) => {
    const { displayName = null, accentColour = null, logo = null } = body
    await writeBranding(work.sql, work.partnerId, { displayName, accentColour, logo }, work.now)
    await commitEffects(work, [{ note: [{ action: 'hosted.branding-changed', subject: work.partnerId }] }])
    return brandingOf(work)
  }),
})

interface Ids {
  readonly externalUserId: string
  readonly verificationId: string
}

/** What the pages call, each by the token of one verification. */
export function hostedPageRoutes<Prepared>({ verifier }: HostedParts<Prepared>): Handlers<typeof hostedEndpoints> {
  async function show(work: Work, verification: HostedVerification): Promise<z.input<typeof hostedState>> {
    const own = { ...work, partnerId: verification.partnerId }
    const [partner, document, kyc] = await Promise.all([
      brandingOf(own),
      openDocument(own, verification),
      verification.state === 'SUBMITTED' ? verifier.stateOf(own, verification.externalUserId) : undefined,
    ])
    const challenge = openChallenge(verification, work.now)
    return {
      status: verification.state,
      isExpired: isExpired(verification, work.now),
      hasConsented: verification.consentedAt !== null,
      document: document && { ...document, documentExpiryDate: document.documentExpiryDate ?? null },
      parts: [...verification.parts],
      missing: partsToSend(verification),
      challenge: challenge && {
        challengeId: challenge.challengeId,
        poses: [...challenge.poses],
        expiresAt: challenge.until.toISOString(),
      },
      isChallengeDone: verification.challengedAt !== null,
      kycStatus: kyc?.status ?? null,
      rejectionReasons: [...(kyc?.rejectionReasons ?? [])],
      partner,
      locale: verification.locale,
      successUrl: verification.successUrl,
      errorUrl: verification.errorUrl,
      expiresAt: verification.expiresAt.toISOString(),
    }
  }

  const change = async (
    work: Work,
    ids: Ids,
    keyId: string,
    decide: (
      verification: HostedVerification,
    ) => Promise<Decision<HostedVerification> | undefined> | Decision<HostedVerification> | undefined,
  ) => {
    const verification = await mustFindOwn(work, ids, keyId)
    refuseUnusable(verification, work.now)
    const decision = await decide(verification)
    return show(work, decision === undefined ? verification : await commit(work, verificationStore, decision))
  }

  return {
    openHostedLink: write(async (work, { params }) => {
      const { link, token, verification } = await openVerification(work, params)
      return { link, token, state: token === null ? null : await show(work, verification) }
    }),
    getHostedState: read(async (work, { params, caller }) => show(work, await mustFindOwn(work, params, caller.keyId))),
    giveHostedConsent: write((work, { params, body, caller }) =>
      change(work, params, caller.keyId, verification => {
        if (!body.hasAgreed) throw invalidField('hasAgreed', 'must be true')
        return consent(verification, work.now)
      }),
    ),
    setHostedDocument: write((work, { params, body, caller }) =>
      change(work, params, caller.keyId, async verification => {
        const sealedDocument = await work.vault.sealBytes(work.partnerId, verification.dataKeyId, JSON.stringify(body))
        return chooseDocument(verification, { documentType: body.documentType, sealedDocument })
      }),
    ),
    addHostedFile: staged(
      async (work, { params, files, caller }) => {
        const verification = await mustFindOwn(work, params, caller.keyId)
        refuseFile(verification, work.now)
        return verifier.prepareFiles(work, { externalUserId: params.externalUserId, files })
      },
      (work, { params, caller }, prepared) =>
        change(work, params, caller.keyId, async verification => {
          const { files } = await verifier.addFiles(work, params.externalUserId, prepared)
          return countFiles(
            verification,
            files.map(({ part }) => part),
          )
        }),
    ),
    drawHostedChallenge: write((work, { params, caller }) =>
      change(work, params, caller.keyId, verification => {
        refuseFile(verification, work.now)
        return drawChallenge(verification, { challengeId: secretId(), poses: drawPoses() }, work.now)
      }),
    ),
    addHostedFrames: staged(
      async (work, { params, files, caller }) => {
        const verification = await mustFindOwn(work, params, caller.keyId)
        refuseFile(verification, work.now)
        const frames = nameFrames(verification, params.challengeId, files, work.now)
        return verifier.prepareFiles(work, { externalUserId: params.externalUserId, files: frames })
      },
      (work, { params, caller }, prepared) =>
        change(work, params, caller.keyId, async verification => {
          const decision = takeFrames(verification, params.challengeId, work.now)
          await verifier.addFiles(work, params.externalUserId, prepared)
          return decision
        }),
    ),
    reopenHostedVerification: write(async (work, { params, caller }) =>
      show(work, await sendAgain(work, verifier, await mustFindOwn(work, params, caller.keyId))),
    ),
    submitHostedVerification: write(async (work, { params, caller }) => {
      const found = await mustFindOwn(work, params, caller.keyId)
      if (found.state === 'SUBMITTED') return show(work, found)
      return change(work, params, caller.keyId, async verification => {
        refuseIncomplete(verification)
        const document = await openDocument(work, verification)
        if (document === null)
          throw new Error(`verification ${verification.id} has a kind of document, but no document`)
        const challenge = verification.challengedAt === null ? 'UNDONE' : 'DONE'
        await verifier.start(work, params.externalUserId, document, challenge)
        return submit(verification, work.now)
      })
    }),
  }
}

/** The verification of the token; P445 for another one than the path's. */
async function mustFindOwn(
  work: Work,
  { externalUserId, verificationId }: Ids,
  keyId: string,
): Promise<HostedVerification> {
  const verification = verificationId === keyId ? await findVerification(work.sql, keyId) : undefined
  if (verification?.externalUserId !== externalUserId) throw new Problem('P445')
  return verification
}
