import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import { type BalanceSetting, cryptoBalanceOf, fiatBalanceOf, type PriceOf, readPrices } from './balance-view.ts'
import { createUser } from './create-user.ts'
import { type DeletionVeto, deleteUser } from './delete-user.ts'
import { mustFindUser } from './find-user.ts'
import { listUsers } from './list-users.ts'
import { suspendUser } from './suspend-user.ts'
import { unsuspendUser } from './unsuspend-user.ts'
import { updateUser } from './update-user.ts'
import type { User } from './user.ts'
import { balancePairOf, type FiatStatusDialect, flatBalancesOf, userView } from './user-view.ts'

export interface UserParts {
  readonly environment: 'sandbox' | 'production'
  readonly priceOf: PriceOf
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
  | 'getPartnerBalances'
>

export function userRoutes(parts: UserParts): UserRoutes {
  const settingOf = async (work: Work): Promise<BalanceSetting> => ({
    prices: await readPrices(parts.priceOf, work.now),
    isMainnet: parts.environment === 'production',
  })
  const balancesOf = (work: Work, user: User) => findBalances(work.sql, work.partnerId, user.id)
  const pairOf = async (work: Work, user: User) => {
    const [balances, setting, dialect] = [
      await balancesOf(work, user),
      await settingOf(work),
      await parts.dialectOf(work.partnerId),
    ]
    return balancePairOf(user, balances, { ...setting, dialect })
  }
  const flatOf = async (work: Work, user: User) => flatBalancesOf(await balancesOf(work, user), await settingOf(work))

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
    getPartnerBalances: read(async work => {
      const balances = await findBalances(work.sql, work.partnerId, work.partnerId)
      const setting = await settingOf(work)
      return {
        partnerId: work.partnerId,
        fiatBalances: balances
          .filter(balance => balance.asset === 'eur')
          .map(balance => fiatBalanceOf(balance, { iban: null, status: 'ACTIVE' })),
        cryptoBalances: balances
          .filter(balance => balance.asset !== 'eur')
          .map(balance => cryptoBalanceOf(balance, setting)),
      }
    }),
  }
}
