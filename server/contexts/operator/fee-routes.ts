import { parseCurrency, parseNetwork } from '@florin/contract/assets.ts'
import type { operatorEndpoints } from '@florin/contract/index.ts'
import { decimal } from '../../kit/decimal.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { byId, listPage } from '../../kit/http/page.ts'
import { moneyOf } from '../../kit/money.ts'
import { Problem } from '../../kit/problem.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import {
  addFeeOverride,
  effectiveFees,
  endFeeOverride,
  type FeeKind,
  type FeeOverride,
  findFeeOverride,
  listFeeOverrides,
  loadFeeBook,
  showFeeTerms,
  wireFeeKinds,
} from '../pricing/index.ts'
import { change, look } from './audited.ts'

type FeeEndpoints = Pick<typeof operatorEndpoints, 'listFeeOverrides' | 'createFeeOverride' | 'endFeeOverride'>

const showOverride = (override: FeeOverride) => ({
  overrideId: override.id,
  ...showFeeTerms(override),
  validFrom: override.validFrom.toISOString(),
  validTo: override.validTo?.toISOString() ?? null,
})

const kindOf = (wire: string): FeeKind | undefined =>
  (Object.keys(wireFeeKinds) as FeeKind[]).find(kind => wireFeeKinds[kind] === wire)

export const operatorFeeRoutes = (directory: PartnerDirectory): Handlers<FeeEndpoints> => ({
  listFeeOverrides: look(async ({ sql }, { params, query }) => {
    await directory.get(params.partnerId)
    const { items, nextCursor } = await listPage(query, byId, (limit, before) =>
      listFeeOverrides(sql, params.partnerId, { limit, before }),
    )
    return { feeOverrides: items.map(showOverride), nextCursor }
  }),

  createFeeOverride: change('createFeeOverride', async (work, { params, body }) => {
    await directory.get(params.partnerId)
    const currency = parseCurrency(body.currency)
    const network = body.network === undefined ? null : parseNetwork(body.network)
    const kind = kindOf(body.kind)
    // Only what the schedule prices can be agreed otherwise.
    const book = await loadFeeBook(work.sql, params.partnerId, work.now)
    const isPriced = effectiveFees(book, work.now).some(
      fee => fee.kind === kind && fee.currency === currency && fee.network === network,
    )
    if (kind === undefined || currency === undefined || network === undefined || !isPriced) throw new Problem('P410')
    const override: FeeOverride = {
      id: work.newId(),
      partnerId: params.partnerId,
      kind,
      currency,
      network,
      fraction: decimal(body.fraction ?? '0'),
      minimum: moneyOf(currency, body.minimum ?? '0'),
      fixed: moneyOf(currency, body.fixed ?? '0'),
      validFrom: body.validFrom ?? work.now,
      validTo: body.validTo ?? null,
    }
    await addFeeOverride(work.sql, override, work.now)
    return showOverride(override)
  }),

  endFeeOverride: change('endFeeOverride', async (work, { params }) => {
    await directory.get(params.partnerId)
    const ended = await endFeeOverride(work.sql, params.partnerId, params.overrideId, work.now)
    const override = ended ? await findFeeOverride(work.sql, params.partnerId, params.overrideId) : undefined
    if (override === undefined) throw new Problem('P404', 'There is no such agreed fee, or it has ended.')
    return showOverride(override)
  }),
})
