import { timingSafeEqual } from 'node:crypto'
import type { Caller, Gate, Verdict } from '../../kit/http/call.ts'
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

/** The key that came last by a connection. */
interface Shown {
  readonly apiKey: string
  readonly fingerprint: string
  /** Whose it was found to be. */
  holder?: KeyHolder
}

/**
 * The gate of the partners' listener: `xo1` without a key, `xo2` for an unknown or revoked one and for a suspended
 * partner, `xo3` for an address that is not allowed (production only). On the hot path it looks into the directory: no
 * statement a request. A key is hashed when it first comes by a connection; comparing a later one with it tells a caller
 * only what it sent itself.
 */
export function makePartnerGate(kernel: Kernel, directory: PartnerDirectory): PartnerGate {
  const uses = new KeyUse(kernel)
  const admissions = new WeakMap<KeyHolder, Admission>()
  const shown = new WeakMap<object, Shown>()
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

  function shownBy(connection: object, apiKey: string): Shown {
    const last = shown.get(connection)
    if (last?.apiKey === apiKey) return last
    const now: Shown = { apiKey, fingerprint: fingerprintOf(apiKey) }
    shown.set(connection, now)
    return now
  }

  function judge(key: Shown, holder: KeyHolder | undefined, ip: string): Verdict {
    if (holder === undefined) return 'xo2'
    if (key.holder !== holder && !timingSafeEqual(Buffer.from(key.fingerprint, 'hex'), holder.key.hash)) return 'xo2'
    key.holder = holder
    if (holder.key.revokedAt !== undefined || holder.partner.state !== 'active') return 'xo2'
    const { caller, ranges } = admissionOf(holder)
    if (isEnforced && !isAllowed(ip, ranges)) return 'xo3'
    uses.note(caller.partnerId, caller.keyId)
    return caller
  }

  return {
    admit({ apiKey, ip, connection }) {
      if (apiKey === undefined || apiKey === '') return 'xo1'
      if (apiKey.length > keyLengthMax) return 'xo2'
      const key = shownBy(connection, apiKey)
      const found = directory.findHolder(key.fingerprint)
      return found instanceof Promise ? found.then(holder => judge(key, holder, ip)) : judge(key, found, ip)
    },
    stop: () => uses.stop(),
  }
}
