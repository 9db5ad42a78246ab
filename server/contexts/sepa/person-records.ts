import type { Work } from '../../kit/work/work.ts'
import type { RecordKeeper, User } from '../users/index.ts'
import { listContacts } from './list-contacts.ts'

const pageOfAll = 200

/** The bank accounts from which a person has paid in. What was paid is in the history. */
export const sepaRecords: RecordKeeper = {
  kind: 'bankAccounts',
  async records(work: Work, user: User) {
    const all: Record<string, unknown>[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await listContacts(work, user.id, { limit: pageOfAll, cursor })
      all.push(
        ...items.map(({ account, status, firstSeenAt }) => ({
          iban: account.iban,
          holderName: account.holderName,
          status,
          firstSeenAt: firstSeenAt.toISOString(),
        })),
      )
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined)
    return all
  },
}
