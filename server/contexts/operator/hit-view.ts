import type { Finding, OpenHit } from '../screening/index.ts'

/** A person of a list whom somebody is like, as the operator sees it. */
export const findingView = ({ list, entityId, name, topics, programmes, score, evidence }: Finding) => ({
  list,
  entityId,
  name,
  topics: [...topics],
  programmes: [...programmes],
  score,
  evidence: evidence.map(({ kind, verdict, given, listed, points }) => ({
    compared: kind,
    outcome: verdict,
    given,
    listed,
    points,
  })),
})

/** A hit as the operator sees it. */
export const hitView = (hit: OpenHit) => ({
  hitId: hit.id,
  partnerId: hit.partnerId,
  userId: hit.userId,
  externalUserId: hit.externalUserId,
  status: hit.state,
  list: hit.list,
  topics: [...hit.topics],
  score: hit.score,
  risk: hit.risk,
  claimedBy: hit.claimedBy,
  claimedAt: hit.claimedAt?.toISOString() ?? null,
  approvedBy: hit.approvedBy,
  match: hit.finding && findingView(hit.finding),
  openedAt: hit.openedAt.toISOString(),
  updatedAt: hit.updatedAt.toISOString(),
  decidedAt: hit.decidedAt?.toISOString() ?? null,
  decidedBy: hit.decidedBy,
})
