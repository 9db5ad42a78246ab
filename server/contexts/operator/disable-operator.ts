import { Problem } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { disable, type Operator } from './operator.ts'
import { findActiveOperators, findOperator, lockOperators, operatorStore } from './store.ts'

/** Effective at once, everywhere: tokens are looked up at every call. P404; P403 for the last admin. */
export async function disableOperator(work: Work, operatorId: string): Promise<Operator> {
  await lockOperators(work.sql)
  const operator = await findOperator(work.sql, operatorId)
  if (operator === undefined) throw new Problem('P404', 'There is no such operator.')
  const others = (await findActiveOperators(work.sql)).filter(({ id }) => id !== operatorId)
  const decision = disable(operator, others, work.now)
  return decision === undefined ? operator : commit(work, operatorStore, decision)
}
