import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import type { RateOf } from '../partners/index.ts'
import { createUser } from './create-user.ts'
import { type DeletionVeto, deleteUser } from './delete-user.ts'
import { listUsers } from './list-users.ts'
import { mustFindUser } from './must-find-user.ts'
import { suspendUser } from './suspend-user.ts'
import { unsuspendUser } from './unsuspend-user.ts'
import { updateUser } from './update-user.ts'
import type { User } from './user.ts'
import { type BalanceSetting, balancePairOf, type FiatStatusDialect, flatBalancesOf, userView } from './user-view.ts'

export interface UserParts {
  readonly environment: 'sandbox' | 'production'
  readonly loadRates: () => Promise<RateOf>
  readonly dialectOf: (partnerId: string) => Promise<FiatStatusDialect>
  /** Contexts above that may have something alive of a user. */
  readonly vetoes: readonly DeletionVeto[]
}

type UserRoutes = Pick<
  Handlers<typeof endpoints>,
  | 'createKycUser'
  | 'createUser'
  | 'getUserBalances'
  | 'getUser'
  | 'listUsers'
  | 'updateUser'
  | 'deleteUser'
  | 'suspendUser'
  | 'unsuspendUser'
>

export function userRoutes(parts: UserParts): UserRoutes {
  const isMainnet = parts.environment === 'production'
  const balancesOf = (work: Work, user: User) => findBalances(work.sql, work.partnerId, user.id)
  const settingOf = async (): Promise<BalanceSetting> => ({ rateOf: await parts.loadRates(), isMainnet })
  const flatOf = async (work: Work, user: User) => {
    const [balances, setting] = await Promise.all([balancesOf(work, user), settingOf()])
    return flatBalancesOf(balances, setting)
  }
  const pairOf = async (work: Work, user: User) => {
    const dialect = await parts.dialectOf(work.partnerId)
    const [balances, setting] = await Promise.all([balancesOf(work, user), settingOf()])
    return balancePairOf(user, balances, { ...setting, dialect })
  }

  return {
    createKycUser: write(async (work, { body: { externalUserId, ...person } }) => {
      const user = await createUser(work, { externalUserId, model: 'kyc', person })
      const { poaRequired, ...pair } = await pairOf(work, user)
      return { userId: user.id, poaRequired, poaRequiredForExtended: poaRequired, balances: pair, ...pair }
    }),
    createUser: write(async (work, { body: { externalUserId, ...person } }) => {
      const user = await createUser(work, { externalUserId, model: 'no-kyc', person })
      return { userId: user.id, balances: await flatOf(work, user) }
    }),
    getUserBalances: read(async (work, { params }) => {
      const user = await mustFindUser(work, params.externalUserId)
      if (user.model === 'no-kyc') return { userId: user.id, balances: await flatOf(work, user) }
      return { userId: user.id, ...(await pairOf(work, user)) }
    }),
    getUser: read(async (work, { params }) => userView(await mustFindUser(work, params.externalUserId))),
    listUsers: read(async (work, { query }) => {
      const { items, nextCursor } = await listUsers(work, query)
      return { users: items.map(userView), nextCursor }
    }),
    updateUser: write(async (work, { params, body }) =>
      userView(await updateUser(work, { externalUserId: params.externalUserId, change: body })),
    ),
    deleteUser: write(async (work, { params }) =>
      userView(await deleteUser(work, params.externalUserId, parts.vetoes)),
    ),
    suspendUser: write(async (work, { params }) => userView(await suspendUser(work, params.externalUserId))),
    unsuspendUser: write(async (work, { params }) => userView(await unsuspendUser(work, params.externalUserId))),
  }
}
