import type { Gate } from '../../kit/http/call.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { hashOfToken } from './open-verification.ts'
import { findVerificationByToken } from './store.ts'

/** A person at a page; a program that pretends to be one is slowed down. */
const limits = { perSecond: 10, burst: 40, moneyPerSecond: 1, moneyBurst: 1 }

/** Lets in the browser that has opened a link: `Authorization: Bearer <its token>`. It may do that verification only. */
export const makeHostedGate = (kernel: Kernel): Gate => ({
  async admit({ authorization }) {
    const [, token] = /^bearer (kv_[\w-]{43})$/i.exec(authorization ?? '') ?? []
    if (token === undefined) return 'xo1'
    const verification = await findVerificationByToken(kernel.pool, hashOfToken(token))
    if (verification === undefined) return 'xo2'
    const { partnerId, id, userId } = verification
    return { partnerId, keyId: id, actor: `user:${userId}`, scope: 'write', limits }
  },
})
