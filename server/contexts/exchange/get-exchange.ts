import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Exchange } from './exchange.ts'
import { findExchange } from './store.ts'

/**
 * An exchange of the partner's users, or one of its own money: neither is seen under the path of the other, and another
 * partner's under none. Throws P474.
 */
export async function getExchange(
  work: Work,
  { exchangeId, of }: { exchangeId: string; of: 'user' | 'partner' },
): Promise<Exchange> {
  const exchange = await findExchange(work.sql, work.partnerId, exchangeId)
  const isOwn = exchange?.owner.externalUserId === null
  if (exchange === undefined || isOwn !== (of === 'partner')) throw new Problem('P474')
  return exchange
}
