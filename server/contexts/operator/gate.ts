import { timingSafeEqual } from 'node:crypto'
import type { Gate } from '../../kit/http/call.ts'
import { NIL_ID } from '../../kit/ids.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { actorOf, hashOfToken } from './operator.ts'
import { findOperatorByToken } from './store.ts'

const tokenLengthMax = 200

/**
 * The gate of the operator's listener: `Authorization: Bearer <token>`. Operators are few, so each call looks the token
 * up: who is disabled is out at once, in every process. Logins do not follow a moved clock: they have no time in them.
 * Each operator may make `perSecond` calls a second, in bursts twice as large.
 */
export const makeOperatorGate = (kernel: Kernel, perSecond: number): Gate => ({
  async admit({ authorization }) {
    if (authorization === undefined) return 'xo1'
    const [scheme, token, ...rest] = authorization.trim().split(/ +/)
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined || rest.length > 0) return 'xo1'
    if (token.length > tokenLengthMax) return 'xo2'
    const hash = hashOfToken(token)
    const operator = await findOperatorByToken(kernel.pool, hash)
    if (operator === undefined || !timingSafeEqual(hash, operator.tokenHash)) return 'xo2'
    if (operator.disabledAt !== undefined) return 'xo2'
    const { id, roles } = operator
    const burst = perSecond * 2
    const limits = { perSecond, burst, moneyPerSecond: perSecond, moneyBurst: burst }
    return { partnerId: NIL_ID, keyId: id, actor: actorOf(operator), scope: 'admin', roles, limits }
  },
})
