import { createPrivateKey } from 'node:crypto'
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

/** Without spaces; undefined where it is none. */
export function ibanIn(text: string): string | undefined {
  const iban = electronicFormatIBAN(text) ?? ''
  return isValidIBAN(iban) ? iban : undefined
}
