import { isIP, isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A name whose last part is a number would be an address, and is none. */
const hostName =
  /^(?!.*(^|\.)\d+\.?$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** An IP address or the name of a host. Whether it exists is not asked. */
export const isHost = (text: string): boolean => isIP(text) !== 0 || hostName.test(text)

/** Ranges that the HTTP server knows by name. */
const namedRanges = ['loopback', 'linklocal', 'uniquelocal']

/** An address, one with the length of its prefix (1 or more) or its netmask, or a range with a name. */
export function isProxy(text: string): boolean {
  if (namedRanges.includes(text)) return true
  const [address = '', range] = text.split('/', 2)
  if (isIP(address) === 0 || text.split('/').length > 2) return false
  if (range === undefined) return true
  if (isIPv4(range)) return isIPv4(address) && ipaddr.IPv4.parse(range).prefixLengthFromSubnetMask() !== null
  return ipaddr.isValidCIDR(text) && Number(range) > 0
}
