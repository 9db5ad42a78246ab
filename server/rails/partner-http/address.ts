import ipaddr from 'ipaddr.js'

/*
 * Which addresses partners may make us call. A webhook is a request from inside our network to a place that somebody
 * else names (server-side request forgery), so: public addresses always, private ones only where the operator says so,
 * and never those that exist on every machine or in every cloud: link-local, metadata, multicast, reserved.
 */

export type Verdict = 'public' | 'private' | 'never'

/** Answered by the hosts of clouds with credentials, yet outside of the ranges that are refused anyway. */
const metadata = new Set([
  // Azure's wire server: a public address that only its virtual machines reach.
  '168.63.129.16',
  // Alibaba Cloud, in the shared range of RFC 6598.
  '100.100.100.200',
  // AWS and Google by IPv6: unique local addresses.
  'fd00:ec2::254',
  'fd20:ce::254',
])

const verdicts: Readonly<Record<string, Verdict>> = {
  unicast: 'public',
  private: 'private',
  loopback: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
}

/** Says what an address is; text that is none is `never`. */
export function judgeAddress(text: string): Verdict {
  if (!ipaddr.isValid(text)) return 'never'
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv4) return judgeV4(address)
  if (address.zoneId !== undefined) return 'never'
  const inner = embedded(address)
  if (inner === 'never') return 'never'
  if (inner !== undefined) return judgeV4(inner)
  if (metadata.has(address.toString())) return 'never'
  return verdicts[address.range()] ?? 'never'
}

const judgeV4 = (address: ipaddr.IPv4): Verdict =>
  metadata.has(address.toString()) ? 'never' : (verdicts[address.range()] ?? 'never')

/**
 * The IPv4 address that a packet to this IPv6 address ends at. `never` for forms that no server is reached by and
 * whose inner address cannot be told for sure.
 */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | 'never' | undefined {
  const bytes = address.toByteArray()
  const at = (from: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(from, from + 4))
  const startsWith = (...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte)
  const zeros = (count: number): number[] => Array<number>(count).fill(0)
  // ::ffff:a.b.c.d, mapped (RFC 4291, 2.5.5.2), and ::ffff:0:a.b.c.d, translated (RFC 2765).
  if (startsWith(...zeros(10), 0xff, 0xff) || startsWith(...zeros(8), 0xff, 0xff, 0, 0)) return at(12)
  // 64:ff9b::/96, NAT64 (RFC 6052). Its local form 64:ff9b:1::/48 (RFC 8215) hides the length of its prefix.
  if (startsWith(0, 0x64, 0xff, 0x9b, ...zeros(8))) return at(12)
  if (startsWith(0, 0x64, 0xff, 0x9b)) return 'never'
  // 2002::/16, 6to4 (RFC 3056).
  if (startsWith(0x20, 0x02)) return at(2)
  // 2001::/32, Teredo (RFC 4380): behind somebody's NAT.
  if (startsWith(0x20, 0x01, 0, 0)) return 'never'
  // ::a.b.c.d, compatible (RFC 4291, 2.5.5.1, deprecated); :: and ::1 are judged as what they are.
  if (startsWith(...zeros(12)) && bytes.slice(12, 15).some(byte => byte !== 0)) return at(12)
  // Site-local, deprecated (RFC 3879) but routed inside some networks.
  if (bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0xc0) return 'never'
  return undefined
}

/** An address will not be called. The message is for the partner. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/** Throws `AddressRefused` for an address that must not be called. `host`: the name that led to it. */
export function assertCallable(address: string, host: string, allowPrivate: boolean): void {
  const verdict = judgeAddress(address)
  if (verdict === 'public' || (verdict === 'private' && allowPrivate)) return
  const subject = host === address ? `The address ${address}` : `${host} has the address ${address}, which`
  throw new AddressRefused(`${subject} is ${verdict === 'private' ? 'private' : 'reserved'} and is not called`)
}
