import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { decideContact } from './contact.ts'
import { contactStore, findContact } from './contact-store.ts'
import { reviewJob } from './deposit.ts'
import { type OpenContact, openAccount } from './list-contacts.ts'

/**
 * The operator says whether an account is its owner's own, whatever the names said. Money that waited for it is credited
 * or stays for its return. The same again changes nothing. P404.
 */
export async function settleContact(
  work: Work,
  { contactId, command }: { readonly contactId: string; readonly command: 'approve' | 'reject' },
): Promise<OpenContact> {
  const contact = await findContact(work.sql, contactId)
  if (contact === undefined) throw new Problem('P404', 'There is no such contact.')
  const account = await openAccount(work, contact)
  const decision = decideContact(contact, account, command, work.now)
  if (decision === undefined) return { ...contact, account }
  const review = {
    kind: reviewJob,
    key: `${contact.id}/${decision.next.version}`,
    payload: { subject: contact.ownerId },
  }
  const next = await commit({ ...work, partnerId: contact.partnerId }, contactStore, { ...decision, then: [review] })
  return { ...next, account }
}
