import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import type { getProofOfAddress } from '@florin/contract/operator/poa.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { noteView, readNotes } from '../review/index.ts'
import { findUserById } from '../users/index.ts'
import { poaView } from './case-view.ts'
import { findPoa } from './poa-store.ts'
import { readChecks } from './read-checks.ts'

/** A proof of address with everything that it was decided on, in clear as long as the person is not erased. P460. */
export async function showPoa(work: Work, poaId: string): Promise<Answer<typeof getProofOfAddress>> {
  const poa = await findPoa(work.sql, poaId)
  const user = poa && (await findUserById(work.sql, poa.partnerId, poa.userId))
  if (poa === undefined || user === undefined) throw new Problem('P460')
  const subject = { partnerId: poa.partnerId, subjectId: poaId, dataKeyId: user.dataKeyId }
  const notes = await readNotes(work, subject)
  return {
    ...(await poaView(work, poa)),
    checks: await readChecks(work, subject),
    notes: notes.map(noteView),
  }
}
