import { isIP, isIPv4 } from 'node:net'

/** A name whose last part is a number would be an address, and is none. */
const hostName =
  /^(?!.*(^|\.)\d+\.?$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** An IP address or the name of a host. Whether it exists is not asked. */
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
