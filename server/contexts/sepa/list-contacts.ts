import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import type { AccountName, Contact } from './contact.ts'
import { findContactsOf, findPendingContacts } from './contact-store.ts'

export interface Page {
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}

export type OpenContact = Contact & { readonly account: AccountName }

/** The accounts from which an owner has paid in, newest first. */
export const listContacts = async (work: Work, ownerId: string, page: Page): Promise<Listed<OpenContact>> =>
  opened(
    work,
    await listPage<Contact, string>(page, byId, (limit, before) =>
      findContactsOf(work.sql, work.partnerId, ownerId, { before, limit }),
    ),
  )

/** Those of all partners that somebody has to decide, oldest first. */
export const listPendingContacts = async (work: Work, page: Page): Promise<Listed<OpenContact>> =>
  opened(
    work,
    await listPage<Contact, string>(page, byId, (limit, after) => findPendingContacts(work.sql, { after, limit })),
  )

const opened = async (work: Work, { items, nextCursor }: Listed<Contact>): Promise<Listed<OpenContact>> => ({
  items: await Promise.all(items.map(async contact => ({ ...contact, account: await openAccount(work, contact) }))),
  nextCursor,
})

/** In clear; empty once it is erased. */
export async function openAccount(work: Pick<Work, 'vault'>, contact: Contact): Promise<AccountName> {
  const { partnerId, dataKeyId, sealed } = contact
  return (await work.vault.openJson<AccountName>(partnerId, dataKeyId, sealed)) ?? { iban: '', holderName: '' }
}
