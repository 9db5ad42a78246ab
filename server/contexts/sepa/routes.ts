import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, write } from '../../kit/http/call.ts'
import type { Listed } from '../../kit/http/page.ts'
import { Unavailable } from '../../kit/problem.ts'
import { mustFindUser } from '../users/index.ts'
import { createPayout } from './create-payout.ts'
import { type Institution, partnerDepositInfo, userDepositInfo } from './deposit-info.ts'
import { listContacts, type OpenContact } from './list-contacts.ts'
import { showPayout } from './show-payout.ts'
import { type ReceiveCredit, simulateDeposit } from './simulate-deposit.ts'
import { type ReceiveRecall, simulateRecall } from './simulate-recall.ts'
import { type ReceiveReturn, simulateReturn } from './simulate-return.ts'

type Own = Pick<
  Handlers<typeof endpoints>,
  | 'getPartnerSepaDepositInfo'
  | 'getSepaDepositInfo'
  | 'listPartnerSepaContacts'
  | 'listSepaContacts'
  | 'createSepaTransfer'
  | 'createPartnerSepaTransfer'
  | 'getSepaTransfer'
  | 'simulateSepaDeposit'
  | 'simulateSepaReturn'
  | 'simulateSepaRecall'
>

export interface SepaParts {
  /** Undefined: SEPA is off, and its calls are P501. */
  readonly institution: Institution | undefined
  readonly loopOf: (partnerId: string) => Promise<'closed' | 'open'>
  /** The simulated bank's ears; in the sandbox only. */
  readonly receiveCredit: ReceiveCredit | undefined
  readonly receiveReturn: ReceiveReturn | undefined
  readonly receiveRecall: ReceiveRecall | undefined
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

export const sepaRoutes = ({ institution, loopOf, receiveCredit, receiveReturn, receiveRecall }: SepaParts): Own => ({
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
  createSepaTransfer: write(async (work, { body }) => {
    const { id } = await createPayout(work, body, { institution: given(institution), loopOf })
    return { transferId: id }
  }),
  createPartnerSepaTransfer: write(async (work, { body }) => {
    const { id } = await createPayout(work, body, { institution: given(institution), loopOf })
    return { transferId: id }
  }),
  getSepaTransfer: read((work, { params }) => showPayout(work, params.transferId)),
  simulateSepaReturn: write(async (work, { body }) => ({
    messageId: await simulateReturn(work, body, given(receiveReturn)),
  })),
  simulateSepaRecall: write(async (work, { body }) => ({
    messageId: await simulateRecall(work, body, given(receiveRecall)),
  })),
  simulateSepaDeposit: write(async (work, { body }) => {
    const deps = { institution: given(institution), receiveCredit: given(receiveCredit) }
    return { messageId: await simulateDeposit(work, body, deps) }
  }),
})
