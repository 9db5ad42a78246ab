import { poaCountries } from '@florin/contract/countries.ts'
import { type EventBody, events } from '@florin/contract/events.ts'
import type { fiatBalanceStatuses } from '@florin/contract/shapes/balance.ts'
import type { kycStatuses, poaStatuses, riskLevels, tiers, userStatuses } from '@florin/contract/shapes/user.ts'
import { machine, mustMove, nextState } from '../../kit/machine.ts'
import { Problem } from '../../kit/problem.ts'
import type { Decision, EventDraft } from '../../kit/work/decision.ts'
import type { AccountState } from '../ledger/index.ts'
import { type BlindIndexes, noIndexes } from './personal-data.ts'

export type UserModel = 'kyc' | 'no-kyc'
export type UserStage = 'CREATED' | 'PENDING' | 'ACTIVE' | 'REJECTED' | 'DELETED'
export type UserStatus = (typeof userStatuses)[number]
export type KycStatus = (typeof kycStatuses)[number]
export type PoaStatus = (typeof poaStatuses)[number]
export type RiskLevel = (typeof riskLevels)[number]
export type FiatStatus = Exclude<(typeof fiatBalanceStatuses)[number], 'WAITING_TO_BE_ACTIVATED'>

/** What the operator has ordered the partner cannot lift. */
export type Suspender = 'partner' | 'operator'

/** How far a user comes. Approval alone moves nothing: the user is active when its fiat balance is. */
export const userStages = machine<UserStage, 'verify' | 'reject' | 'activate' | 'lapse' | 'delete'>({
  name: 'user',
  initial: 'CREATED',
  moves: {
    CREATED: { verify: 'PENDING', delete: 'DELETED' },
    PENDING: { activate: 'ACTIVE', reject: 'REJECTED', lapse: 'CREATED', delete: 'DELETED' },
    REJECTED: { verify: 'PENDING', delete: 'DELETED' },
    ACTIVE: { lapse: 'CREATED', delete: 'DELETED' },
    DELETED: {},
  },
})

/** An end user of a partner: a row of `users.user`. */
export interface User {
  readonly partnerId: string
  readonly id: string
  readonly externalUserId: string
  readonly model: UserModel
  readonly stage: UserStage
  readonly suspendedAt: Date | null
  readonly suspendedBy: Suspender | null
  /** Since when the user may be somebody on a sanctions list. It holds a user who is verified. */
  readonly restrainedAt: Date | null
  /** As the operator sees the person. */
  readonly risk: RiskLevel
  readonly tier: (typeof tiers)[number]
  readonly kycStatus: KycStatus | null
  readonly poaStatus: PoaStatus | null
  /** Of residence, alpha-2; null where a user without KYC gave none. */
  readonly country: string | null
  readonly fiatStatus: FiatStatus
  readonly iban: string | null
  /** The creditor reference (ISO 11649) that deposits for this user bear; null once erased. */
  readonly reference: string | null
  readonly dataKeyId: string
  /** Personal data under the data key; null once erased. */
  readonly sealed: Buffer | null
  readonly indexes: BlindIndexes
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly deletedAt: Date | null
}

export interface NewUser {
  readonly id: string
  readonly partnerId: string
  readonly externalUserId: string
  readonly model: UserModel
  readonly country: string | null
  readonly reference: string
  readonly dataKeyId: string
  readonly sealed: Buffer
  readonly indexes: BlindIndexes
}

/** Without KYC a user is active at once; with KYC it waits for its verification. */
export const newUser = (given: NewUser, now: Date): Decision<User> => ({
  next: {
    ...given,
    stage: given.model === 'kyc' ? userStages.initial : 'ACTIVE',
    suspendedAt: null,
    suspendedBy: null,
    restrainedAt: null,
    risk: 'LOW',
    tier: 'STANDARD',
    kycStatus: null,
    poaStatus: null,
    fiatStatus: given.model === 'kyc' ? 'WAITING_FOR_ACTIVATION' : 'ACTIVE',
    iban: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  },
  note: [{ action: 'user.created', subject: given.id }],
})

/** Without KYC there is nothing to verify. */
export const isVerified = (user: User): boolean => user.model === 'no-kyc' || user.kycStatus === 'APPROVED'

/** Whether it is verified or once was, also where a later verification waits or was refused: the relationship began then. */
export const wasVerified = (user: User): boolean =>
  user.model === 'kyc' &&
  (user.kycStatus === 'APPROVED' ||
    user.kycStatus === 'EXPIRED' ||
    user.fiatStatus === 'ACTIVE' ||
    user.fiatStatus === 'BLOCKED')

/** Limits hold for the users of partners with KYC: the others are known by their partner alone, which answers for them. */
export const bearsLimits = ({ model }: Pick<User, 'model'>): boolean => model === 'kyc'

/** Whether nothing may go out. A restraint is not seen before there is something to hold: it waits for the approval. */
export const isHalted = (user: User): boolean =>
  user.stage !== 'DELETED' && (user.suspendedAt !== null || (user.restrainedAt !== null && isVerified(user)))

/** What is asked of a user before its money may be sent or exchanged, or its limits raised. Throws P459, P455. */
export function mustBeFree(user: User): void {
  if (!isVerified(user)) throw new Problem('P459')
  if (isHalted(user)) throw new Problem('P455')
}

/** What the partner sees: a suspension hides the stage, but not a deletion; a restraint looks like one. */
export const statusOf = (user: User): UserStatus => (isHalted(user) ? 'SUSPENDED' : user.stage)

/** A proof of address is asked for in some countries; it gates `extend` only. */
export const needsProofOfAddress = (user: Pick<User, 'country' | 'poaStatus'>): boolean =>
  user.country !== null && poaCountries.has(user.country) && user.poaStatus !== 'APPROVED'

/** Crypto opens with the approval, eur when the fiat balance is activated; a suspended user still receives. */
export function accountStatesOf(user: User): { readonly crypto: AccountState; readonly eur: AccountState } {
  if (user.stage === 'DELETED') return { crypto: 'closed', eur: 'closed' }
  if (!isVerified(user)) return { crypto: 'waiting', eur: 'waiting' }
  const usable = isHalted(user) ? 'no-debit' : 'open'
  return { crypto: usable, eur: user.fiatStatus === 'ACTIVE' ? usable : 'waiting' }
}

const changed = (user: User, change: Partial<User>, now: Date): User => ({
  ...user,
  ...change,
  version: user.version + 1,
  updatedAt: now,
})

const statusEvent = (user: User, status: EventBody<'user.status'>['status']): EventDraft => ({
  type: 'user.status',
  subject: user.id,
  version: events['user.status'].version,
  body: { externalUserId: user.externalUserId, status } satisfies EventBody<'user.status'>,
})

/** A verification begins, the first one or one after a rejection; undefined where one is under way or has succeeded. */
export function verify(user: User, now: Date): Decision<User> | undefined {
  const stage = nextState(userStages, user.stage, 'verify')
  return stage && { next: changed(user, { stage, kycStatus: 'PENDING' }, now) }
}

/** The identity is established: crypto opens. Undefined when it already was. The fiat balance waits for `activate`. */
export function approve(user: User, now: Date): Decision<User> | undefined {
  if (user.kycStatus === 'APPROVED' || user.stage !== 'PENDING') return undefined
  return { next: changed(user, { kycStatus: 'APPROVED' }, now) }
}

/** The identity is not established. Undefined when it was already refused, or approved before. */
export function reject(user: User, now: Date): Decision<User> | undefined {
  if (user.kycStatus === 'APPROVED' || user.stage !== 'PENDING') return undefined
  const stage = mustMove(userStages, user.stage, 'reject')
  return { next: changed(user, { stage, kycStatus: 'REJECTED' }, now) }
}

/** A person looks at the verification, or it waits for the user again. Undefined when it is so, or nothing is under way. */
export function noteReview(user: User, kycStatus: 'PENDING' | 'IN_REVIEW', now: Date): Decision<User> | undefined {
  if (user.stage !== 'PENDING' || user.kycStatus === 'APPROVED' || user.kycStatus === kycStatus) return undefined
  return { next: changed(user, { kycStatus }, now) }
}

/**
 * What was verified holds no longer: the document has expired. Nothing moves until the user is verified anew; what it
 * has stays where it is. Undefined for one who is not verified.
 */
export function lapse(user: User, now: Date): Decision<User> | undefined {
  if (user.kycStatus !== 'APPROVED') return undefined
  const stage = nextState(userStages, user.stage, 'lapse')
  const fiatStatus = user.fiatStatus === 'ACTIVE' ? 'BLOCKED' : user.fiatStatus
  return stage && { next: changed(user, { stage, kycStatus: 'EXPIRED', fiatStatus }, now) }
}

/**
 * The fiat balance becomes usable, with or without an IBAN: told once; that a restraint holds it is told at once, too.
 * Undefined when it is active or cannot be. */
export function activate(user: User, iban: string | null, now: Date): Decision<User> | undefined {
  if (user.kycStatus !== 'APPROVED' || user.stage !== 'PENDING') return undefined
  const stage = mustMove(userStages, user.stage, 'activate')
  return {
    next: changed(user, { stage, fiatStatus: 'ACTIVE', iban }, now),
    emit: [
      statusEvent(user, 'ACTIVE'),
      ...(user.restrainedAt !== null && user.suspendedAt === null ? [statusEvent(user, 'SUSPENDED')] : []),
    ],
  }
}

/** How far the proof of address is. Undefined when it is so already. */
export const notePoa = (user: User, poaStatus: PoaStatus, now: Date): Decision<User> | undefined =>
  user.poaStatus === poaStatus ? undefined : { next: changed(user, { poaStatus }, now) }

/** Nothing goes out any more. Undefined when it is so already; the operator's order takes the place of the partner's. */
export function suspend(user: User, by: Suspender, now: Date): Decision<User> | undefined {
  if (user.stage === 'DELETED' || user.suspendedBy === by || user.suspendedBy === 'operator') return undefined
  const suspendedAt = user.suspendedAt ?? now
  return {
    next: changed(user, { suspendedAt, suspendedBy: by }, now),
    emit: isHalted(user) ? [] : [statusEvent(user, 'SUSPENDED')],
    note: [{ action: 'user.suspended', subject: user.id, detail: { by } }],
  }
}

/** The user is again what it was. Undefined when it is not suspended, or by somebody higher. */
export function unsuspend(user: User, by: Suspender, now: Date): Decision<User> | undefined {
  if (user.stage === 'DELETED' || user.suspendedBy === null) return undefined
  if (user.suspendedBy === 'operator' && by === 'partner') return undefined
  const next = changed(user, { suspendedAt: null, suspendedBy: null }, now)
  return {
    next,
    emit: isHalted(next) ? [] : [statusEvent(user, 'UNSUSPENDED')],
    note: [{ action: 'user.unsuspended', subject: user.id, detail: { by } }],
  }
}

/** The second tier: higher limits, and cards. Undefined for one that is of it already. */
export const extend = (user: User, now: Date): Decision<User> | undefined =>
  user.tier === 'EXTENDED'
    ? undefined
    : { next: changed(user, { tier: 'EXTENDED' }, now), note: [{ action: 'user.extended', subject: user.id }] }

/** The user may be somebody on a sanctions list: nothing goes out until that is settled. Undefined when it is so already. */
export function restrain(user: User, now: Date): Decision<User> | undefined {
  if (user.stage === 'DELETED' || user.restrainedAt !== null) return undefined
  const next = changed(user, { restrainedAt: now }, now)
  return {
    next,
    emit: user.stage === 'ACTIVE' && !isHalted(user) ? [statusEvent(user, 'SUSPENDED')] : [],
    note: [{ action: 'user.restrained', subject: user.id }],
  }
}

/** The user is nobody on a sanctions list. Undefined when nothing holds it; a suspension stays. */
export function release(user: User, now: Date): Decision<User> | undefined {
  if (user.stage === 'DELETED' || user.restrainedAt === null) return undefined
  const next = changed(user, { restrainedAt: null }, now)
  return {
    next,
    emit: user.stage === 'ACTIVE' && !isHalted(next) ? [statusEvent(user, 'UNSUSPENDED')] : [],
    note: [{ action: 'user.released', subject: user.id }],
  }
}

/** How the operator sees the person. Undefined when it is so already. */
export const rateRisk = (user: User, risk: RiskLevel, now: Date): Decision<User> | undefined =>
  user.risk === risk
    ? undefined
    : {
        next: changed(user, { risk }, now),
        note: [{ action: 'user.risk-set', subject: user.id, detail: { from: user.risk, to: risk } }],
      }

/** New personal data, sealed, with what follows from it. */
export interface Revision {
  readonly sealed: Buffer
  readonly indexes: BlindIndexes
  readonly country: string | null
}

export const revise = (user: User, revision: Revision, now: Date): Decision<User> => ({
  next: changed(user, revision, now),
  note: [{ action: 'user.updated', subject: user.id }],
})

/** The partner's access ends, and nobody finds the person any more; the id and the externalUserId stay taken. */
export function remove(user: User, now: Date): Decision<User> | undefined {
  const stage = nextState(userStages, user.stage, 'delete')
  // How long the person's data stays depends on a former verification, of which nothing else would tell then.
  const kycStatus = wasVerified(user) && user.kycStatus !== 'APPROVED' ? 'EXPIRED' : user.kycStatus
  return (
    stage && {
      next: changed(user, { stage, kycStatus, deletedAt: now, fiatStatus: 'CLOSED', indexes: noIndexes }, now),
      emit: [statusEvent(user, 'DELETED')],
      note: [{ action: 'user.deleted', subject: user.id }],
    }
  )
}

/** What an answer with balances says of their owner. */
export type BalanceOwner = Pick<User, 'id' | 'model' | 'country' | 'poaStatus' | 'fiatStatus' | 'iban'>
