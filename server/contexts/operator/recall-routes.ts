import type { operatorEndpoints } from '@florin/contract/index.ts'
import { explainReason } from '../../iso20022/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { formatAmount } from '../../kit/money.ts'
import { Unavailable } from '../../kit/problem.ts'
import { answerRecall, askRecall, type Institution, listRecalls, type Recall } from '../sepa/index.ts'
import { change, look } from './audited.ts'

export interface RecallRoutesParts {
  /** Undefined: SEPA is off. */
  readonly institution: Institution | undefined
}

const showRecall = (recall: Recall) => ({
  recallId: recall.id,
  direction: recall.direction,
  status: recall.state,
  partnerId: recall.partnerId,
  transferId: recall.payoutId,
  depositId: recall.depositId,
  amount: formatAmount(recall.money),
  reasonCode: recall.reasonCode,
  refusalCode: recall.refusalCode,
  refusal: recall.refusalCode === null ? null : explainReason(recall.refusalCode, 'recallAnswer'),
  askedAt: recall.askedAt.toISOString(),
  dueAt: recall.dueAt?.toISOString() ?? null,
  endedAt: recall.endedAt?.toISOString() ?? null,
})

export const operatorRecallRoutes = ({
  institution,
}: RecallRoutesParts): Handlers<
  Pick<typeof operatorEndpoints, 'listRecalls' | 'recallSepaTransfer' | 'answerRecall'>
> => {
  const ours = (): Institution => {
    if (institution === undefined) throw new Unavailable('SEPA is off')
    return institution
  }
  return {
    listRecalls: look(async (work, { query: { status, ...page } }) => {
      const { items, nextCursor } = await listRecalls(work, { ...page, isOpen: status !== 'ALL' })
      return { recalls: items.map(showRecall), nextCursor }
    }),
    recallSepaTransfer: change('recallSepaTransfer', async (work, { params, body }) =>
      showRecall(await askRecall(work, { transferId: params.transferId, reasonCode: body.reasonCode }, ours())),
    ),
    answerRecall: change('answerRecall', async (work, { params, body: { decision, refusalCode } }) => {
      const refusal = decision === 'REFUSED' ? refusalCode : undefined
      return showRecall(await answerRecall(work, { recallId: params.recallId, refusal }, ours()))
    }),
  }
}
