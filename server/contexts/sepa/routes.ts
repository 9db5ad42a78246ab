import type { endpoints } from '@florin/contract/index.ts'
import { type Handlers, read } from '../../kit/http/call.ts'
import { Unavailable } from '../../kit/problem.ts'
import { type Institution, partnerDepositInfo, userDepositInfo } from './deposit-info.ts'

type Own = Pick<Handlers<typeof endpoints>, 'getPartnerSepaDepositInfo' | 'getSepaDepositInfo'>

export interface SepaParts {
  /** Undefined: SEPA is off, and its calls are P501. */
  readonly institution: Institution | undefined
}

export function sepaRoutes(parts: SepaParts): Own {
  const institution = (): Institution => {
    if (parts.institution === undefined) throw new Unavailable('SEPA is off')
    return parts.institution
  }
  return {
    getPartnerSepaDepositInfo: read(async work => partnerDepositInfo(work, institution())),
    getSepaDepositInfo: read(async (work, { params }) => userDepositInfo(work, params.externalUserId, institution())),
  }
}
