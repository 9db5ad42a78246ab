import type { Config } from './config.ts'
import { hostedPageRoutes, hostedPartnerRoutes, makeHostedGate, type Verifier } from './contexts/hosted/index.ts'
import {
  addKycFiles,
  findKycState,
  type PreparedFiles,
  prepareKycFiles,
  startVerification,
  type VerificationParts,
} from './contexts/kyc/index.ts'
import type { Kernel } from './kit/kernel.ts'

/** The hosted pages: what app.ts adds to its lists. What a user does there is done by the verbs that partners call. */
export function bindHosted(kernel: Kernel, config: Config, files: VerificationParts) {
  let url = config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`
  const verifier: Verifier<PreparedFiles> = {
    prepareFiles: (work, upload) => prepareKycFiles(work, files, upload),
    addFiles: addKycFiles,
    start: (work, externalUserId, document, challenge) =>
      startVerification(work, files.reader, { externalUserId, document, challenge }),
    stateOf: findKycState,
  }
  const parts = { verifier, publicUrl: () => url }
  return {
    gate: makeHostedGate(kernel),
    handlers: hostedPartnerRoutes(parts),
    pageHandlers: hostedPageRoutes(parts),
    onListening(listening: string) {
      url = config.PUBLIC_URL ?? listening
    },
  }
}
