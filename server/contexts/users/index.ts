export { activateFiat } from './activate-fiat.ts'
export { approveUser } from './approve-user.ts'
export { BalanceReader } from './balance-reader.ts'
export { beginVerification, type IdentityDocument } from './begin-verification.ts'
export { type CreateUser, createUser } from './create-user.ts'
export type { DeletionVeto } from './delete-user.ts'
export { dueKeysJob } from './destroy-due-keys.ts'
export { findAlike } from './find-alike.ts'
export { usersKept } from './kept-of-people.ts'
export { lapseUser, setReviewStatus } from './lapse-user.ts'
export { limitRecords } from './limit-records.ts'
export { mustFindUser, mustFindUserById } from './must-find-user.ts'
export type { PersonalData } from './personal-data.ts'
export { readPersonalData } from './read-personal-data.ts'
export type { RecordKeeper } from './record-keeper.ts'
export { isCreditorReference, makeReference, referenceLength } from './reference.ts'
export { rejectUser } from './reject-user.ts'
export { restrainUser } from './restrain-user.ts'
export { destroyAfter } from './retention.ts'
export { type UserParts, userRoutes } from './routes.ts'
export { searchUsers, type UserSearch } from './search-users.ts'
export { setPoaStatus } from './set-poa-status.ts'
export { setRisk } from './set-risk.ts'
export {
  findUser,
  findUserByIban,
  findUserById,
  findUserByReference,
  findUserIdEver,
  findUsersAfter,
  findUsersByIds,
  findUsersByReferences,
} from './store.ts'
export { suspendUser } from './suspend-user.ts'
export { unsuspendUser } from './unsuspend-user.ts'
export {
  bearsLimits,
  isVerified,
  type KycStatus,
  mustBeFree,
  type RiskLevel,
  type User,
  type UserStatus,
} from './user.ts'
export { UserDirectory, type UserKey } from './user-directory.ts'
export { userView } from './user-view.ts'
export { wrapKeysJob } from './wrap-keys.ts'
