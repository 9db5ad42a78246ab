import { createPrivateKey } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { keyOfSecret } from './contexts/webhooks/signature.ts'

/*
 * What single settings must be. Pure, so that a wrong one is told before anything is started.
 */

const holds = (look: () => unknown): boolean => {
  try {
    look()
    return true
  } catch {
    return false
  }
}

const masterKeyBytes = 32

export const isMasterKey = (text: string): boolean =>
  /^[0-9a-f]{64}$/i.test(text) || Buffer.from(text, 'base64').length === masterKeyBytes

export const isSealingKey = (text: string): boolean =>
  holds(() => {
    if (createPrivateKey(text).asymmetricKeyType !== 'ed25519') throw new RangeError('another kind of key')
  })

export const isWebhookSecret = (text: string): boolean => holds(() => keyOfSecret(text))

/** As `pg` and we read it: any URL of PostgreSQL's, also one without a host. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

/** A name whose last part is a number would be an address, and is none. */
const hostName =
  /^(?!.*(^|\.)\d+\.?$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

export const isHost = (text: string): boolean => isIP(text) !== 0 || hostName.test(text)

/** Ranges that the HTTP server knows by name. */
const namedRanges = ['loopback', 'linklocal', 'uniquelocal']

const isNetmask = (text: string): boolean =>
  isIPv4(text) &&
  /^1+0*$/.test(
    text
      .split('.')
      .map(part => Number(part).toString(2).padStart(8, '0'))
      .join(''),
  )

/** An address, one with the length of its prefix (1 to 32 or 128) or its netmask, or a range with a name. */
export function isProxy(text: string): boolean {
  if (namedRanges.includes(text)) return true
  const [, address = '', range] = /^([^/]+)(?:\/(.+))?$/.exec(text) ?? []
  const version = isIP(address)
  if (version === 0 || range === undefined) return version !== 0
  if (!/^\d+$/.test(range)) return version === 4 && isNetmask(range)
  return Number(range) >= 1 && Number(range) <= (version === 4 ? 32 : 128)
}

/** Without spaces; undefined where it is none. */
export function ibanIn(text: string): string | undefined {
  const iban = electronicFormatIBAN(text) ?? ''
  return isValidIBAN(iban) ? iban : undefined
}
