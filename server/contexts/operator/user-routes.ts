import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import {
  mustFindUserById,
  readPersonalData,
  searchUsers,
  suspendUser,
  type User,
  unsuspendUser,
  userView,
} from '../users/index.ts'
import { change, inspect } from './audited.ts'

type UserEndpoints = Pick<typeof operatorEndpoints, 'searchUsers' | 'inspectUser' | 'suspendUser' | 'unsuspendUser'>

const personalFields = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'birthDate',
  'birthCountry',
  'pesel',
  'address',
  'city',
  'postCode',
  'country',
  'citizenship',
  'nationality',
  'documentType',
  'documentNumber',
  'userIdentificationNumber',
] as const

type PersonalFields = Record<(typeof personalFields)[number], string | null>

async function showPerson(work: Work, user: User): Promise<PersonalFields> {
  const person = await readPersonalData(work, user)
  return Object.fromEntries(personalFields.map(field => [field, person?.[field] ?? null])) as PersonalFields
}

export function operatorUserRoutes(directory: PartnerDirectory): Handlers<UserEndpoints> {
  const mustFind = async (work: Work, userId: string): Promise<User> => {
    await directory.get(work.partnerId)
    return mustFindUserById(work, userId)
  }
  return {
    searchUsers: inspect('searchUsers', async (work, { query }) => {
      await directory.get(work.partnerId)
      const { items, nextCursor } = await searchUsers(work, query)
      return { users: items.map(userView), nextCursor }
    }),

    inspectUser: inspect('inspectUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      return { user: userView(user), personalData: await showPerson(work, user), iban: user.iban }
    }),

    suspendUser: change('suspendUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      return userView(await suspendUser(work, user.externalUserId))
    }),

    unsuspendUser: change('unsuspendUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      return userView(await unsuspendUser(work, user.externalUserId))
    }),
  }
}
