import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { keyOfSecret } from './contexts/webhooks/signature.ts'

/*
 * What single settings must be. Pure, so that a wrong one is told before anything is started.
 */

const unless = <T>(look: () => T): T | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

const masterKeyBytes = 32

/** From base64 or hex; undefined where it is no master key. */
export function masterKeyIn(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64')
  return bytes.length === masterKeyBytes ? bytes : undefined
}

const ed25519 = (key: KeyObject | undefined): KeyObject | undefined =>
  key?.asymmetricKeyType === 'ed25519' ? key : undefined

/** From PEM; undefined where it is no Ed25519 private key. */
export const sealingKeyIn = (pem: string): KeyObject | undefined => ed25519(unless(() => createPrivateKey(pem)))

/** The public half, from the PEM of either; undefined where it is no Ed25519 key. */
export const sealedByIn = (pem: string): KeyObject | undefined => ed25519(unless(() => createPublicKey(pem)))

export const isWebhookSecret = (text: string): boolean => unless(() => keyOfSecret(text)) !== undefined

/** As `pg` and we read it: any URL of PostgreSQL's, also one without a host. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

/** Without spaces; undefined where it is none. */
export function ibanIn(text: string): string | undefined {
  const iban = electronicFormatIBAN(text) ?? ''
  return isValidIBAN(iban) ? iban : undefined
}
