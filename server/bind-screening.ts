import {
  addScreeningGauges,
  countingScreenings,
  type KnownSubject,
  listScreener,
  type People,
  readLoadJob,
  rescreenJob,
  type ScreenedPerson,
  screenPerson,
  screenUserJob,
  seedSandboxList,
} from './contexts/screening/index.ts'
import {
  findUserById,
  findUsersAfter,
  mustFindUserById,
  type PersonalData,
  readPersonalData,
  restrainUser,
  suspendUser,
  type User,
} from './contexts/users/index.ts'
import type { Kernel } from './kit/kernel.ts'
import type { Work } from './kit/work/work.ts'

/** Sanctions and PEP screening: what app.ts adds to its lists. `screen` is what a verification asks. */
export function bindScreening(kernel: Kernel) {
  const screen = countingScreenings(kernel, screenPerson(kernel.pool, listScreener(kernel.pool)))
  const parts = { kernel, people, screen }
  addScreeningGauges(kernel)
  return {
    people,
    screen,
    jobs: [readLoadJob(kernel), rescreenJob(parts), screenUserJob(parts)],
    seed: () => seedSandboxList(kernel),
  }
}

/** What of a person tells people of one name apart. The country of residence does not. */
export const screenedPersonOf = (person: PersonalData): ScreenedPerson => ({
  firstName: person.firstName,
  lastName: person.lastName,
  birthDate: person.birthDate,
  countries: [person.citizenship, person.nationality, person.birthCountry].filter(country => country !== undefined),
  documentNumber: person.documentNumber,
})

async function subjectOf(work: Work, user: User): Promise<KnownSubject | undefined> {
  const person = await readPersonalData(work, user)
  if (person === undefined) return undefined
  const { partnerId, id: userId, externalUserId, dataKeyId } = user
  return { partnerId, userId, externalUserId, dataKeyId, person: screenedPersonOf(person) }
}

/** Users, as screening asks for them. */
export const people: People = {
  async find(work, { partnerId, userId }) {
    const user = await findUserById(work.sql, partnerId, userId)
    return user === undefined || user.stage === 'DELETED' ? undefined : subjectOf(work, user)
  },
  async list(work, after, limit) {
    const users = await findUsersAfter(work.sql, after, limit)
    const subjects = await Promise.all(users.map(user => subjectOf(work, user)))
    const last = users.length < limit ? undefined : users.at(-1)
    return {
      subjects: subjects.filter(subject => subject !== undefined),
      next: last && { partnerId: last.partnerId, userId: last.id },
    }
  },
  async suspend(work, userId) {
    const { externalUserId } = await mustFindUserById(work, userId)
    await suspendUser(work, externalUserId)
  },
  async restrain(work, given) {
    await restrainUser(work, given)
  },
  look: (work, { partnerId, userId }) => findUserById(work.sql, partnerId, userId),
}
