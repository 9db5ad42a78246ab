import { isIP } from 'node:net'
import { AddressRefused, assertCallable } from './address.ts'

export interface TargetRules {
  readonly allowPrivate: boolean
  readonly requireHttps: boolean
}

/** Ports of other protocols, which a request in HTTP could be made to speak (Fetch standard, "bad port"). */
const badPorts = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

/** Host of a URL without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Why a URL will never be called, without asking a name server; undefined: it may be. */
export function refusalOf(text: string, { allowPrivate, requireHttps }: TargetRules): string | undefined {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'is not a URL'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an http or https URL'
  if (requireHttps && url.protocol !== 'https:') return 'must be an https URL'
  if (url.username !== '' || url.password !== '') return 'must not hold credentials'
  if (url.port !== '' && badPorts.has(Number(url.port))) return `must not use port ${url.port}`
  const host = hostOf(url)
  if (isIP(host) === 0) return undefined
  try {
    assertCallable(host, host, allowPrivate)
    return undefined
  } catch (error) {
    if (error instanceof AddressRefused) return `is refused: ${error.message}`
    throw error
  }
}
