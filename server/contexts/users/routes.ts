import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, jsonMediaType, read, staged, TextAnswer, write } from '../../kit/http/call.ts'
import { Problem } from '../../kit/problem.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { JobRequest } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { findBalances } from '../ledger/index.ts'
import { findStandings, showStandings } from '../limits/index.ts'
import type { BalanceReader } from './balance-reader.ts'
import { flatText, pairText } from './balance-text.ts'
import { createUser } from './create-user.ts'
import { type DeletionVeto, deleteUser } from './delete-user.ts'
import { extendUser } from './extend-user.ts'
import { listUsers } from './list-users.ts'
import { mustFindUser } from './must-find-user.ts'
import { suspendUser } from './suspend-user.ts'
import { unsuspendUser } from './unsuspend-user.ts'
import { updateUser } from './update-user.ts'
import { bearsLimits, type User } from './user.ts'
import { balancePairOf, flatBalancesOf, type PairSetting, userView } from './user-view.ts'

export interface UserParts {
  readonly balances: BalanceReader
  /** What an answer with balances shows beside their sums. */
  readonly settingOf: (partnerId: string) => Promise<PairSetting>
  /** Contexts above that may have something alive of a user. */
  readonly vetoes: readonly DeletionVeto[]
  /** Jobs that are to follow when a user is made or what is known of the person changes. */
  readonly afterChange: (user: User) => readonly JobRequest[]
  /** Jobs that are to follow when a user's limits are higher. */
  readonly afterExtension: (user: User) => readonly JobRequest[]
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
  | 'extendUser'
  | 'getUserLimits'
>

export function userRoutes(parts: UserParts): UserRoutes {
  // Before the transaction: whoever holds a connection and waits for another one is waited for by all.
  const ownSetting = (work: Work): Promise<PairSetting> => parts.settingOf(work.partnerId)
  const follow = async (work: Work, user: User): Promise<User> => {
    await commitEffects(work, [{ then: parts.afterChange(user) }])
    return user
  }
  const newBalancesOf = (work: Work, user: User) => findBalances(work.sql, work.partnerId, user.id)

  return {
    createKycUser: staged(ownSetting, async (work, { body: { externalUserId, ...person } }, setting) => {
      const user = await follow(work, await createUser(work, { externalUserId, model: 'kyc', person }))
      const { poaRequired, ...pair } = balancePairOf(user, await newBalancesOf(work, user), setting)
      return { userId: user.id, poaRequired, poaRequiredForExtended: poaRequired, balances: pair, ...pair }
    }),
    createUser: staged(ownSetting, async (work, { body: { externalUserId, ...person } }, setting) => {
      const user = await follow(work, await createUser(work, { externalUserId, model: 'no-kyc', person }))
      return { userId: user.id, balances: flatBalancesOf(await newBalancesOf(work, user), setting) }
    }),
    getUserBalances: read(async ({ partnerId }, { params }) => {
      const found = await parts.balances.find(partnerId, params.externalUserId)
      if (found === undefined) throw new Problem('P412')
      const { owner, balances, setting } = found
      const text = owner.model === 'no-kyc' ? flatText : pairText
      return new TextAnswer(jsonMediaType, text(owner, balances, setting))
    }),
    getUser: read(async (work, { params }) => userView(await mustFindUser(work, params.externalUserId))),
    listUsers: read(async (work, { query }) => {
      const { items, nextCursor } = await listUsers(work, query)
      return { users: items.map(userView), nextCursor }
    }),
    updateUser: write(async (work, { params, body }) =>
      userView(await follow(work, await updateUser(work, { externalUserId: params.externalUserId, change: body }))),
    ),
    deleteUser: write(async (work, { params }) =>
      userView(await deleteUser(work, params.externalUserId, parts.vetoes)),
    ),
    suspendUser: write(async (work, { params }) => userView(await suspendUser(work, params.externalUserId))),
    unsuspendUser: write(async (work, { params }) => userView(await unsuspendUser(work, params.externalUserId))),
    extendUser: write(async (work, { params }) =>
      userView(await extendUser(work, params.externalUserId, parts.afterExtension)),
    ),
    getUserLimits: read(async (work, { params }) => {
      const user = await mustFindUser(work, params.externalUserId)
      const standings = bearsLimits(user)
        ? await findStandings(work.sql, { ...user, ownerId: user.id, at: work.now })
        : []
      return { tier: user.tier, limits: showStandings(standings) }
    }),
  }
}
