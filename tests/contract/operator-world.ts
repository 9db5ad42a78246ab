import { type OperatorEndpointId, type OperatorRole, operatorEndpoints } from '@florin/contract/index.ts'
import { createOperator, makeToken } from '../../server/contexts/operator/index.ts'
import { NIL_ID } from '../../server/kit/ids.ts'
import { transact } from '../../server/kit/kernel.ts'
import type { Bank } from '../harness/start-bank.ts'
import { ask } from './ask.ts'
import type { OperatorWorld } from './operator-samples.ts'
import { makeWorld } from './world.ts'

export const roles = ['support', 'compliance', 'finance', 'admin'] as const satisfies readonly OperatorRole[]

/** A bank with an operator of each role. */
export async function makeOperatorWorld(
  bank: Bank,
): Promise<OperatorWorld & { bearer(role: OperatorRole): { authorization: string } }> {
  const world = await makeWorld(bank)
  const tokens = new Map<OperatorRole, string>()
  for (const role of roles) {
    const token = makeToken()
    await transact(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID }, work =>
      createOperator(work, { name: `the ${role}`, roles: [role], token }),
    )
    tokens.set(role, token)
  }
  const bearer = (role: OperatorRole) => ({ authorization: `Bearer ${tokens.get(role) ?? ''}` })

  async function operate(id: OperatorEndpointId, parts: Parameters<OperatorWorld['operate']>[1]) {
    const reply = await ask(bank.operatorUrl, bearer('admin'), operatorEndpoints[id], parts)
    if (reply.status >= 300) throw new Error(`${id} was refused: ${reply.text}`)
    return reply.body
  }
  return { ...world, bearer, operate }
}
