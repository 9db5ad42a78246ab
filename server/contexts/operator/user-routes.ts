import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import type { Work } from '../../kit/work/work.ts'
import { findKeptFiles, type KycFile, linkFile } from '../kyc/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import {
  mustFindUserById,
  type RecordKeeper,
  readPersonalData,
  searchUsers,
  setRisk,
  suspendUser,
  type User,
  unsuspendUser,
  userView,
} from '../users/index.ts'
import { change, inspect } from './audited.ts'
import { fileLinkPath } from './file-link.ts'

type UserEndpoints = Pick<
  typeof operatorEndpoints,
  'searchUsers' | 'inspectUser' | 'suspendUser' | 'unsuspendUser' | 'setUserRisk' | 'exportUser'
>

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

const showFile = async (work: Work, { id, part, mediaType, sizeBytes, createdAt, deleteAfter }: KycFile) => ({
  fileId: id,
  part,
  mediaType,
  sizeBytes,
  createdAt: createdAt.toISOString(),
  deleteAfter: deleteAfter?.toISOString() ?? null,
  link: fileLinkPath(await linkFile(work, id)),
})

type PersonalFields = Record<(typeof personalFields)[number], string | null>

async function showPerson(work: Work, user: User): Promise<PersonalFields> {
  const person = await readPersonalData(work, user)
  return Object.fromEntries(personalFields.map(field => [field, person?.[field] ?? null])) as PersonalFields
}

export interface UserRoutesParts {
  readonly directory: PartnerDirectory
  /** Everything that is kept of a person. */
  readonly recordKeepers: readonly RecordKeeper[]
}

const standingOf = ({ risk, restrainedAt }: User) => ({ risk, restrainedAt: restrainedAt?.toISOString() ?? null })

export function operatorUserRoutes({ directory, recordKeepers }: UserRoutesParts): Handlers<UserEndpoints> {
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
      return { user: userView(user), personalData: await showPerson(work, user), iban: user.iban, ...standingOf(user) }
    }),

    suspendUser: change('suspendUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      return userView(await suspendUser(work, user.externalUserId))
    }),

    unsuspendUser: change('unsuspendUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      return userView(await unsuspendUser(work, user.externalUserId))
    }),

    setUserRisk: change('setUserRisk', async (work, { params, body }) => {
      const { id: userId } = await mustFind(work, params.userId)
      return { userId, ...standingOf(await setRisk(work, { userId, risk: body.risk })) }
    }),

    exportUser: inspect('exportUser', async (work, { params }) => {
      const user = await mustFind(work, params.userId)
      const records: Record<string, Record<string, unknown>[]> = {}
      for (const keeper of recordKeepers) records[keeper.kind] = [...(await keeper.records(work, user))]
      return {
        exportedAt: work.now.toISOString(),
        user: userView(user),
        personalData: await showPerson(work, user),
        iban: user.iban,
        reference: user.reference,
        records,
        files: await Promise.all((await findKeptFiles(work, user)).map(file => showFile(work, file))),
      }
    }),
  }
}
