import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** An address with the number of leading bits that count. */
export type IpRange = readonly [Address, number]

const mappedBits = 96

/** Reads an address or a CIDR range; IPv4-mapped IPv6 becomes IPv4. Throws on any other text. */
export function parseRange(text: string): IpRange {
  const [address, bits] = text.includes('/') ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), undefined]
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && (bits ?? 128) >= mappedBits) {
    return [address.toIPv4Address(), (bits ?? 128) - mappedBits]
  }
  return [address, bits ?? (address.kind() === 'ipv4' ? 32 : 128)]
}

/** Whether an address is in one of the ranges. An empty list allows every address; text that is none is in no range. */
export function isAllowed(ip: string, ranges: readonly IpRange[]): boolean {
  if (ranges.length === 0) return true
  // A link-local address of a socket bears its interface ("fe80::1%eth0").
  const text = ip.split('%')[0] ?? ip
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}
