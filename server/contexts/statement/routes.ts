import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read, TextAnswer } from '../../kit/http/call.ts'
import type { Work } from '../../kit/work/work.ts'
import type { HistoryOwner } from './history.ts'
import { historyCsv } from './history-csv.ts'
import { type HistoryPage, listHistory } from './list-history.ts'

export interface StatementParts {
  /** Whose history is asked for; P412 where the partner has no such user. Contexts above know. */
  readonly owners: {
    user(work: Work, externalUserId: string): Promise<HistoryOwner>
    partner(work: Work): Promise<HistoryOwner>
  }
  readonly isClockReal: boolean
}

const inMediaType = (accept: string, page: HistoryPage): HistoryPage | TextAnswer => {
  if (accept !== 'text/csv') return page
  const { type, text } = historyCsv(page.transactions)
  return new TextAnswer(type, text)
}

/** The history of users and of the partner itself. */
export const statementRoutes = ({
  owners,
  isClockReal,
}: StatementParts): Pick<Handlers<typeof endpoints>, 'getUserHistory' | 'getPartnerHistory'> => ({
  getUserHistory: read(async (work, { params, query, accept }) => {
    const owner = await owners.user(work, params.externalUserId)
    return inMediaType(accept, await listHistory(work, owner, query, isClockReal))
  }),
  getPartnerHistory: read(async (work, { query, accept }) => {
    const owner = await owners.partner(work)
    return inMediaType(accept, await listHistory(work, owner, query, isClockReal))
  }),
})
