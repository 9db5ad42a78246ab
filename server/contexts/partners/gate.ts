import { timingSafeEqual } from 'node:crypto'
import type { Caller, Gate } from '../../kit/http/call.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { fingerprintOf, highestScope } from './api-key.ts'
import type { PartnerDirectory } from './directory.ts'
import { type IpRange, isAllowed, parseRange } from './ip-allowlist.ts'
import { KeyUse } from './key-use.ts'
import type { KeyHolder } from './store.ts'

const keyLengthMax = 200

interface Admission {
  readonly caller: Caller
  readonly ranges: readonly IpRange[]
}

/** Lets partners in. `stop` writes what is not written yet of the keys' last use. */
export type PartnerGate = Gate & { stop(): Promise<void> }

/**
 * The gate of the partners' listener: `xo1` without a key, `xo2` for an unknown or revoked one and for a suspended
 * partner, `xo3` for an address that is not allowed (production only). On the hot path it hashes the key and looks into
 * the directory: no statement a request.
 */
export function makePartnerGate(kernel: Kernel, directory: PartnerDirectory): PartnerGate {
  const uses = new KeyUse(kernel)
  const admissions = new WeakMap<KeyHolder, Admission>()
  const isEnforced = kernel.environment === 'production'

  function admissionOf(holder: KeyHolder): Admission {
    const known = admissions.get(holder)
    if (known !== undefined) return known
    const { key, partner, ranges } = holder
    const admission: Admission = {
      caller: Object.freeze({
        partnerId: partner.id,
        keyId: key.id,
        actor: `key:${key.id}`,
        scope: highestScope(key.scopes),
        model: partner.model,
        limits: partner.settings.limits,
      }),
      ranges: ranges.map(parseRange),
    }
    admissions.set(holder, admission)
    return admission
  }

  return {
    async admit({ apiKey, ip }) {
      if (apiKey === undefined || apiKey === '') return 'xo1'
      if (apiKey.length > keyLengthMax) return 'xo2'
      const fingerprint = fingerprintOf(apiKey)
      const found = directory.findHolder(fingerprint)
      const holder = found instanceof Promise ? await found : found
      if (holder === undefined || !timingSafeEqual(Buffer.from(fingerprint, 'hex'), holder.key.hash)) return 'xo2'
      if (holder.key.revokedAt !== undefined || holder.partner.state !== 'active') return 'xo2'
      const { caller, ranges } = admissionOf(holder)
      if (isEnforced && !isAllowed(ip, ranges)) return 'xo3'
      uses.note(caller.partnerId, caller.keyId)
      return caller
    },
    stop: () => uses.stop(),
  }
}
