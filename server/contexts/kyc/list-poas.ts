import { byId, type Listed, listPage } from '../../kit/http/page.ts'
import type { Work } from '../../kit/work/work.ts'
import type { CaseQuery } from './list-cases.ts'
import { findPoas } from './poa-store.ts'
import type { ProofOfAddress } from './proof-of-address.ts'

/** Proofs of address of all partners or of one, newest first, for the operator. P403: a cursor that is none of ours. */
export const listPoas = (
  work: Work,
  { status, partnerId, claimedBy, ...page }: Omit<CaseQuery, 'risk'>,
): Promise<Listed<ProofOfAddress>> =>
  listPage<ProofOfAddress, string>(page, byId, (limit, before) =>
    findPoas(work.sql, { partnerId, state: status, claimedBy, before, limit }),
  )
