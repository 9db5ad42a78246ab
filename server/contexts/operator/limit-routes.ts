import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import { formatAmount, moneyOf } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { JobRequest } from '../../kit/work/decision.ts'
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

export interface LimitRoutesParts {
  readonly directory: PartnerDirectory
  /** What is to follow when limits of a partner change, once a key, from a moment on: they may have been too low for something. */
  readonly afterLimitChange: (key: string, dueAt: Date) => JobRequest
}

export const operatorLimitRoutes = ({ directory, afterLimitChange }: LimitRoutesParts): Handlers<LimitEndpoints> => ({
  listLimitOverrides: look(async ({ sql }, { params, query }) => {
    await directory.get(params.partnerId)
    const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
      listCapOverrides(sql, params.partnerId, { limit, before }),
    )
    return { limitOverrides: items.map(showOverride), nextCursor }
  }),

  createLimitOverride: change('createLimitOverride', async (work, { params, body }) => {
    const { model } = await directory.get(params.partnerId)
    if (model !== 'kyc') throw new Problem('P491', 'Users of a partner without KYC bear no limits.')
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
    await commitEffects(work, [{ then: [afterLimitChange(override.id, validFrom)] }])
    return showOverride(override)
  }),

  endLimitOverride: change('endLimitOverride', async (work, { params }) => {
    await directory.get(params.partnerId)
    const override = await endCapOverride(work.sql, params.partnerId, params.overrideId, work.now)
    if (override === undefined) throw new Problem('P404', 'There is no such agreed limit, or it has ended.')
    await commitEffects(work, [{ then: [afterLimitChange(`${override.id}/ended`, work.now)] }])
    return showOverride(override)
  }),
})
