export { addKycFiles, type PreparedFiles, prepareKycFiles } from './add-kyc-files.ts'
export { askAgain } from './ask-again.ts'
export { caseView, poaView } from './case-view.ts'
export { claimCase } from './claim-case.ts'
export { claimPoa } from './claim-poa.ts'
export { type DecidedCase, decideCaseById, type Ruling } from './decide-case.ts'
export { decidePoaById } from './decide-poa.ts'
export type { CheckedPerson, ExtraCheck } from './extra-check.ts'
export type { FileReader, Probe } from './file-reader.ts'
export { storedKeys } from './file-store.ts'
export type { FileFault, MediaType } from './file-type.ts'
export type { FileParts } from './file-vault.ts'
export { findKycState } from './find-kyc-state.ts'
export { findOpenCase } from './find-open-case.ts'
export type {
  FaceReading,
  IdentityReader,
  IdentityReading,
  MachineZone,
  PaperReading,
  PictureQuality,
  StatedAddress,
  StatedIdentity,
  TurnReading,
} from './identity-reading.ts'
export { kycJobs } from './jobs.ts'
export { kycKept } from './kept-of-people.ts'
export type { Challenge, DocumentType, KycCase } from './kyc-case.ts'
export { type DocumentPart, type FramePart, isFrame, type KycFile, type KycPart, missingParts } from './kyc-file.ts'
export { type FileLink, linkFile, openLink } from './link-file.ts'
export { type CaseQuery, listCases } from './list-cases.ts'
export { listPoas } from './list-poas.ts'
export { noteCase } from './note-case.ts'
export { notePoa } from './note-poa.ts'
export type { ObjectStore } from './object-store.ts'
export { findKeptFiles, kycRecords } from './person-records.ts'
export { kycReactions } from './reactions.ts'
export { kycRoutes, type VerificationParts } from './routes.ts'
export type { CheckResult } from './ruling.ts'
export { showCase } from './show-case.ts'
export { showPoa } from './show-poa.ts'
export { startVerification } from './start-verification.ts'
