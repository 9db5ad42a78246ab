import { expect, test } from 'vitest'
import { isAllowed, parseRange } from './ip-allowlist.ts'

const within = (ip: string, ...ranges: string[]) => isAllowed(ip, ranges.map(parseRange))

test('an empty list allows every address', () => {
  expect(within('203.0.113.9')).toBe(true)
  expect(within('not an address')).toBe(true)
})

test('an address alone allows itself, a range what is in it', () => {
  expect(within('203.0.113.9', '203.0.113.9')).toBe(true)
  expect(within('203.0.113.10', '203.0.113.9')).toBe(false)
  expect(within('10.1.255.255', '10.1.0.0/16')).toBe(true)
  expect(within('10.2.0.0', '10.1.0.0/16')).toBe(false)
  expect(within('2001:db8:1::5', '2001:db8::/32')).toBe(true)
  expect(within('2001:db9::', '2001:db8::/32')).toBe(false)
  expect(within('2001:0db8:0:0:0:0:0:1', '2001:db8::1')).toBe(true)
  expect(within('8.8.8.8', '0.0.0.0/0')).toBe(true)
})

test('IPv4 and its IPv6-mapped form are the same address, on both sides', () => {
  expect(within('::ffff:203.0.113.9', '203.0.113.0/24')).toBe(true)
  expect(within('203.0.113.9', '::ffff:203.0.113.0/120')).toBe(true)
  expect(within('::ffff:cb00:7109', '::ffff:203.0.113.9')).toBe(true)
  expect(within('203.0.114.9', '::ffff:203.0.113.0/120')).toBe(false)
})

test('a range of one family never holds an address of the other', () => {
  expect(within('203.0.113.9', '::/0')).toBe(false)
  expect(within('2001:db8::1', '0.0.0.0/0')).toBe(false)
})

test('any of several ranges is enough; an interface name does not matter; what is no address is in no range', () => {
  expect(within('198.51.100.7', '203.0.113.0/24', '198.51.100.0/24')).toBe(true)
  expect(within('fe80::1%eth0', 'fe80::/10')).toBe(true)
  expect(within('', '0.0.0.0/0')).toBe(false)
  expect(within('unix', '0.0.0.0/0')).toBe(false)
})
