import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import { formatAmount, moneyOf } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import { addCapOverride, type CapOverride, endCapOverride, listCapOverrides } from '../limits/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { change, look } from './audited.ts'

type LimitEndpoints = Pick<typeof operatorEndpoints, 'listLimitOverrides' | 'createLimitOverride' | 'endLimitOverride'>

const showOverride = ({ id, tier, operation, period, cap, validFrom, validTo }: CapOverride) => ({
  overrideId: id,
  tier,
  operation,
  period,
  cap: formatAmount(cap),
  validFrom: validFrom.toISOString(),
  validTo: validTo?.toISOString() ?? null,
})

export const operatorLimitRoutes = (directory: PartnerDirectory): Handlers<LimitEndpoints> => ({
  listLimitOverrides: look(async ({ sql }, { params, query }) => {
    await directory.get(params.partnerId)
    const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
      listCapOverrides(sql, params.partnerId, { limit, before }),
    )
    return { limitOverrides: items.map(showOverride), nextCursor }
  }),

  createLimitOverride: change('createLimitOverride', async (work, { params, body }) => {
    await directory.get(params.partnerId)
    const { tier, operation, period, cap, validFrom = work.now, validTo = null } = body
    const override: CapOverride = {
      partnerId: params.partnerId,
      id: work.newId(),
      tier,
      operation,
      period,
      cap: moneyOf('eur', cap),
      validFrom,
      validTo,
    }
    await addCapOverride(work.sql, override, work.now)
    return showOverride(override)
  }),

  endLimitOverride: change('endLimitOverride', async (work, { params }) => {
    await directory.get(params.partnerId)
    const override = await endCapOverride(work.sql, params.partnerId, params.overrideId, work.now)
    if (override === undefined) throw new Problem('P404', 'There is no such agreed limit, or it has ended.')
    return showOverride(override)
  }),
})
