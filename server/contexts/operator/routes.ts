import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import type { ScreenPerson } from '../screening/index.ts'
import { type CaseRoutesParts, operatorCaseRoutes } from './case-routes.ts'
import { operatorFeeRoutes } from './fee-routes.ts'
import { type HitRoutesParts, operatorHitRoutes } from './hit-routes.ts'
import { operatorJobRoutes } from './job-routes.ts'
import { type BookRoutesParts, operatorBookRoutes } from './ledger-routes.ts'
import { type LimitRoutesParts, operatorLimitRoutes } from './limit-routes.ts'
import { operatorOwnRoutes } from './operator-routes.ts'
import { operatorPartnerRoutes, type PartnerRoutesParts } from './partner-routes.ts'
import { operatorPoaRoutes } from './poa-routes.ts'
import { operatorRecallRoutes, type RecallRoutesParts } from './recall-routes.ts'
import { operatorReconciliationRoutes } from './reconciliation-routes.ts'
import { operatorScreeningRoutes } from './screening-routes.ts'
import { operatorSepaRoutes } from './sepa-routes.ts'
import { operatorSuspenseRoutes, type SuspenseRoutesParts } from './suspense-routes.ts'
import { operatorUserRoutes, type UserRoutesParts } from './user-routes.ts'

/** Every call of the operator. */
export const operatorRoutes = (
  parts: PartnerRoutesParts &
    BookRoutesParts &
    SuspenseRoutesParts &
    RecallRoutesParts &
    CaseRoutesParts &
    HitRoutesParts & { readonly screen: ScreenPerson } & LimitRoutesParts &
    UserRoutesParts,
): Handlers<typeof operatorEndpoints> => ({
  ...operatorPartnerRoutes(parts),
  ...operatorFeeRoutes(parts.directory),
  ...operatorLimitRoutes(parts),
  ...operatorUserRoutes(parts),
  ...operatorCaseRoutes(parts),
  ...operatorPoaRoutes(parts.directory),
  ...operatorBookRoutes(parts),
  ...operatorSuspenseRoutes(parts),
  ...operatorSepaRoutes(),
  ...operatorReconciliationRoutes(),
  ...operatorRecallRoutes(parts),
  ...operatorScreeningRoutes(parts.screen),
  ...operatorHitRoutes(parts),
  ...operatorJobRoutes(),
  ...operatorOwnRoutes(),
})
