import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { listPendingContacts, type OpenContact, settleContact } from '../sepa/index.ts'
import { change, inspect } from './audited.ts'

type SepaEndpoints = Pick<typeof operatorEndpoints, 'listPendingContacts' | 'decideContact'>

const showContact = (contact: OpenContact) => ({
  contactId: contact.id,
  partnerId: contact.partnerId,
  externalUserId: contact.externalUserId,
  ...contact.account,
  status: contact.status,
  firstSeenAt: contact.firstSeenAt.toISOString(),
})

export const operatorSepaRoutes = (): Handlers<SepaEndpoints> => ({
  listPendingContacts: inspect('listPendingContacts', async (work, { query }) => {
    const { items, nextCursor } = await listPendingContacts(work, query)
    return { contacts: items.map(showContact), nextCursor }
  }),

  decideContact: change('decideContact', async (work, { params, body }) => {
    const command = body.decision === 'APPROVED' ? 'approve' : 'reject'
    return showContact(await settleContact(work, { contactId: params.contactId, command }))
  }),
})
