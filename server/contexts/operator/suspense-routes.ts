import type { operatorEndpoints } from '@florin/contract/index.ts'
import { z } from 'zod'
import type { Handlers } from '../../kit/http/call.ts'
import { listPage, type Position } from '../../kit/http/page.ts'
import { formatAmount } from '../../kit/money.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { listSuspense, type SuspenseItem } from '../sepa/index.ts'
import { inspect } from './audited.ts'

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

export const operatorSuspenseRoutes = (
  directory: PartnerDirectory,
): Handlers<Pick<typeof operatorEndpoints, 'listSuspense'>> => ({
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
})
