import type { operatorEndpoints } from '@florin/contract/index.ts'
import { z } from 'zod'
import type { Handlers } from '../../kit/http/call.ts'
import { listPage, type Position } from '../../kit/http/page.ts'
import { formatAmount } from '../../kit/money.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { listSuspense, type SuspenseItem } from '../sepa/index.ts'
import { change, inspect } from './audited.ts'

export interface SuspenseRoutesParts {
  readonly directory: PartnerDirectory
  /** Orders a deposit in suspense back to its sender; throws P477, or `Unavailable` where SEPA is off. */
  readonly returnDeposit: (work: Work, depositId: string) => Promise<unknown>
}

const position: Position<SuspenseItem, { arrivedAt: string; id: string }> = {
  schema: z.object({ arrivedAt: z.iso.datetime(), id: z.uuid() }),
  of: ({ arrivedAt, depositId }) => ({ arrivedAt: arrivedAt.toISOString(), id: depositId }),
}

const showItem = ({ depositId, owner, reason, money, slip, arrivedAt }: SuspenseItem) => ({
  id: depositId,
  partnerId: owner?.partnerId ?? null,
  externalUserId: owner?.externalUserId ?? null,
  amount: formatAmount(money),
  currency: money.asset,
  senderName: slip.senderName || null,
  senderIban: slip.senderIban || null,
  reference: slip.remittance || null,
  cause: reason.toUpperCase().replaceAll('-', '_'),
  since: arrivedAt.toISOString(),
})

export const operatorSuspenseRoutes = ({
  directory,
  returnDeposit,
}: SuspenseRoutesParts): Handlers<Pick<typeof operatorEndpoints, 'listSuspense' | 'returnSuspense'>> => ({
  listSuspense: inspect('listSuspense', async (work, { query }) => {
    const { partnerId } = query
    if (partnerId !== undefined) await directory.get(partnerId)
    const { items, nextCursor } = await listPage(query, position, (limit, after) =>
      listSuspense(work, {
        partnerId,
        limit,
        after: after && { arrivedAt: new Date(after.arrivedAt), id: after.id },
      }),
    )
    return { items: items.map(showItem), nextCursor }
  }),

  returnSuspense: change('returnSuspense', async (work, { params }) => {
    await returnDeposit(work, params.depositId)
    return { id: params.depositId, status: 'RETURNING' as const }
  }),
})
