import { isServed } from '@florin/contract/countries.ts'
import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { openCustomerAccounts } from '../ledger/index.ts'
import { indexPersonalData, type PersonalData, sealPersonalData } from './personal-data.ts'
import { makeReference } from './reference.ts'
import { userStore } from './store.ts'
import { accountStatesOf, newUser, type User, type UserModel } from './user.ts'

export interface CreateUser {
  readonly externalUserId: string
  readonly model: UserModel
  /** With the country of residence, where it is known. */
  readonly person: PersonalData
}

/**
 * Makes a user with its data key, its deposit reference and one account an asset. P411: the externalUserId is or was
 * used; P431: its country is not served.
 */
export async function createUser(work: Work, { externalUserId, model, person }: CreateUser): Promise<User> {
  const { sql, now, partnerId, vault } = work
  const country = person.country ?? null
  if (country !== null && !isServed(country)) throw new Problem('P431')
  const id = work.newId()
  const dataKeyId = work.newId()
  await vault.createKey(sql, partnerId, dataKeyId, now)
  const user = await commit(
    work,
    userStore,
    newUser(
      {
        id,
        partnerId,
        externalUserId,
        model,
        country,
        reference: makeReference(),
        dataKeyId,
        sealed: await sealPersonalData(vault, partnerId, dataKeyId, person),
        indexes: indexPersonalData(vault, partnerId, person),
      },
      now,
    ),
  )
  await openCustomerAccounts(sql, { partnerId, ownerId: id, state: accountStatesOf(user).crypto, now })
  return user
}
