import { commit } from '../../kit/work/commit.ts'
import type { Decision } from '../../kit/work/decision.ts'
import type { Work } from '../../kit/work/work.ts'
import { type Hit, holds, lapseHit, openHit, renewHit } from './hit.ts'
import { findHitsOfUser, hitStore, keepScreening } from './hit-store.ts'
import type { People, Subject } from './people.ts'
import type { Screening } from './screen-person.ts'
import type { Finding } from './screener.ts'

/**
 * Keeps what comparing a user has found: new hits open, known ones are renewed, those that are not found any more
 * lapse; the user is held while one of them may be about sanctions. Returns the hits that stand, each with its state.
 * To be called in the transaction that acts on them.
 */
export async function recordScreening(
  work: Work,
  people: Pick<People, 'restrain'>,
  subject: Subject,
  screening: Screening,
): Promise<Hit[]> {
  const { partnerId, userId } = subject
  const known = await findHitsOfUser(work.sql, partnerId, userId)
  const standing: Hit[] = []
  const found = new Set<string>()
  for (const finding of screening.findings) {
    const fingerprint = work.vault.blindIndex(
      partnerId,
      'screening.hit',
      `${userId}|${finding.list}|${finding.entityId}`,
    )
    found.add(fingerprint.toString('hex'))
    const before = known.find(hit => hit.fingerprint.equals(fingerprint))
    const decision = await decide(work, subject, { finding, fingerprint, before })
    if (decision !== undefined) standing.push(await commit(work, hitStore, decision))
    else if (before !== undefined) standing.push(before)
  }
  for (const hit of known) {
    if (found.has(hit.fingerprint.toString('hex'))) continue
    const lapsed = lapseHit(hit, work.now)
    if (lapsed !== undefined) await commit(work, hitStore, lapsed)
    else if (hit.state === 'TRUE_MATCH') standing.push(hit)
  }
  await keepScreening(work.sql, {
    partnerId,
    userId,
    sweepNumber: screening.sweepNumber,
    rules: screening.rules,
    hits: standing.length,
    screenedAt: work.now,
  })
  // Nobody is touched whom no list has ever named.
  if (known.length + standing.length > 0) await people.restrain(work, { userId, isHeld: standing.some(holds) })
  return standing
}

async function decide(
  work: Work,
  subject: Subject,
  { finding, fingerprint, before }: { finding: Finding; fingerprint: Buffer; before: Hit | undefined },
): Promise<Decision<Hit> | undefined> {
  const { partnerId, userId, externalUserId, dataKeyId } = subject
  const sealed = await work.vault.sealBytes(partnerId, dataKeyId, JSON.stringify(finding))
  const { list, topics, score } = finding
  if (before === undefined) {
    const found = { partnerId, id: work.newId(), userId, externalUserId, fingerprint, list, topics, score, sealed }
    return openHit(found, work.now)
  }
  const seen = await openFinding(work, dataKeyId, before)
  return renewHit(before, { topics, score, sealed }, seen?.entryHash !== finding.entryHash, work.now)
}

/** What a hit is about, in clear; undefined once the person is erased. */
export const openFinding = (work: Work, dataKeyId: string, hit: Hit): Promise<Finding | undefined> =>
  work.vault.openJson(hit.partnerId, dataKeyId, hit.sealed)
