import { invalidField } from '../../kit/problem.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import type { PartnerDirectory } from './directory.ts'
import { isAllowed, parseRange } from './ip-allowlist.ts'
import { countChange, findRanges, lockPartner, replaceRanges } from './store.ts'

/**
 * Replaces the addresses that the partner of the unit of work may call from. `mustAllow`: the address that the call
 * came from, where lists are enforced: a partner may not shut itself out (P403).
 */
export async function replaceIpAllowlist(
  work: Work,
  command: { readonly ranges: readonly string[]; readonly mustAllow: string | undefined },
  directory: PartnerDirectory,
): Promise<void> {
  const { ranges, mustAllow } = command
  if (mustAllow !== undefined && !isAllowed(mustAllow, ranges.map(parseRange))) {
    throw invalidField('ranges', `must include ${mustAllow}, the address that you call from`)
  }
  await lockPartner(work.sql, work.partnerId)
  const before = await findRanges(work.sql, work.partnerId)
  await replaceRanges(work.sql, work.partnerId, ranges)
  const detail = { before, after: ranges }
  await commitEffects(work, [{ note: [{ action: 'ip-allowlist.replaced', subject: work.partnerId, detail }] }])
  directory.expect(await countChange(work.sql))
}
