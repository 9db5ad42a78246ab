import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import type { Listed } from '../../kit/http/page.ts'
import { Unavailable } from '../../kit/problem.ts'
import { mustFindUser } from '../users/index.ts'
import { type Institution, partnerDepositInfo, userDepositInfo } from './deposit-info.ts'
import { listContacts, type OpenContact } from './list-contacts.ts'
import { type ReceiveCredit, simulateDeposit } from './simulate-deposit.ts'

type Own = Pick<
  Handlers<typeof endpoints>,
  | 'getPartnerSepaDepositInfo'
  | 'getSepaDepositInfo'
  | 'listPartnerSepaContacts'
  | 'listSepaContacts'
  | 'simulateSepaDeposit'
>

export interface SepaParts {
  /** Undefined: SEPA is off, and its calls are P501. */
  readonly institution: Institution | undefined
  /** The simulated bank's ear; in the sandbox only. */
  readonly receiveCredit: ReceiveCredit | undefined
}

function given<T>(part: T | undefined): T {
  if (part === undefined) throw new Unavailable('SEPA is off')
  return part
}

const showContacts = ({ items, nextCursor }: Listed<OpenContact>) => ({
  contacts: items.map(({ account, status, firstSeenAt }) => ({
    ...account,
    status,
    firstSeenAt: firstSeenAt.toISOString(),
  })),
  nextCursor,
})

export const sepaRoutes = ({ institution, receiveCredit }: SepaParts): Own => ({
  getPartnerSepaDepositInfo: read(async work => partnerDepositInfo(work, given(institution))),
  getSepaDepositInfo: read(async (work, { params }) =>
    userDepositInfo(work, params.externalUserId, given(institution)),
  ),
  listPartnerSepaContacts: read(async (work, { query }) =>
    showContacts(await listContacts(work, work.partnerId, query)),
  ),
  listSepaContacts: read(async (work, { params, query }) => {
    const { id } = await mustFindUser(work, params.externalUserId)
    return showContacts(await listContacts(work, id, query))
  }),
  simulateSepaDeposit: write(async (work, { body }) => {
    const deps = { institution: given(institution), receiveCredit: given(receiveCredit) }
    return { messageId: await simulateDeposit(work, body, deps) }
  }),
})
