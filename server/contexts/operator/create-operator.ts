import type { OperatorRole } from '@florin/contract/kernel/endpoint.ts'
import { invalidField } from '../../kit/problem.ts'
import { commit } from '../../kit/work/commit.ts'
import type { Work } from '../../kit/work/work.ts'
import { admitOperator, hashOfToken, type Operator } from './operator.ts'
import { findOperatorByName, lockOperators, operatorStore } from './store.ts'

/** Lets somebody act for us by a token, of which the hash is kept. P403: the name is or was another's. */
export async function createOperator(
  work: Work,
  command: { readonly name: string; readonly roles: readonly OperatorRole[]; readonly token: string },
): Promise<Operator> {
  const { name, roles, token } = command
  await lockOperators(work.sql)
  if ((await findOperatorByName(work.sql, name)) !== undefined) {
    throw invalidField('name', 'is or was the name of another operator')
  }
  const decision = admitOperator({ id: work.newId(), name, roles, tokenHash: hashOfToken(token), createdAt: work.now })
  return commit(work, operatorStore, decision)
}
