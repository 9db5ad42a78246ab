import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { AddressRefused, assertCallable, judgeAddress } from './address.ts'

const octet = fc.integer({ min: 0, max: 255 })
const v4 = fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'))
const word = fc.integer({ min: 0, max: 0xffff })
const v6 = fc.array(word, { minLength: 8, maxLength: 8 }).map(words => words.map(w => w.toString(16)).join(':'))
const inRange = (range: string) => {
  const [base = '', bits = '32'] = range.split('/')
  const first = ipaddr.IPv4.parse(base)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0)
  return fc.integer({ min: 0, max: 2 ** (32 - Number(bits)) - 1 }).map(offset => {
    const n = first + offset
    return [n / 2 ** 24, n / 2 ** 16, n / 2 ** 8, n].map(x => Math.floor(x) % 256).join('.')
  })
}

/** Every way to write an IPv4 address inside an IPv6 one that leads to it. */
const disguises = (address: string): string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  const [high, low] = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)]
  return [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `64:ff9b::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `::ffff:0:${high}:${low}`,
  ]
}

describe('what an address is', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['2a00:1450:4001:830::200e', 'public'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['169.254.169.254', 'never'],
    ['169.254.0.1', 'never'],
    ['168.63.129.16', 'never'],
    ['100.100.100.200', 'never'],
    ['fd00:ec2::254', 'never'],
    ['fd20:ce::254', 'never'],
    ['fe80::1', 'never'],
    ['febf::1', 'never'],
    ['fec0::1', 'never'],
    ['0.0.0.0', 'never'],
    ['0.1.2.3', 'never'],
    ['::', 'never'],
    ['255.255.255.255', 'never'],
    ['224.0.0.1', 'never'],
    ['ff02::1', 'never'],
    ['240.0.0.1', 'never'],
    ['192.0.0.192', 'never'],
    ['2001:db8::1', 'never'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'never'],
    ['64:ff9b:1::a00:1', 'never'],
    ['::7f00:1', 'private'],
    ['::a9fe:a9fe', 'never'],
    ['fe80::1%eth0', 'never'],
    ['localhost', 'never'],
    ['', 'never'],
  ] as const)('%s is %s', (address, verdict) => expect(judgeAddress(address)).toBe(verdict))

  test('an IPv4 address inside an IPv6 one is judged as what it is', () => {
    fc.assert(
      fc.property(v4, address => {
        for (const disguise of disguises(address)) expect(judgeAddress(disguise)).toBe(judgeAddress(address))
      }),
    )
  })

  test.each(['169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '0.0.0.0/8'])('nothing of %s is ever called', range => {
    fc.assert(
      fc.property(inRange(range), address => {
        for (const form of [address, ...disguises(address)]) {
          expect(judgeAddress(form)).toBe('never')
          expect(() => assertCallable(form, form, true)).toThrow(AddressRefused)
        }
      }),
    )
  })

  test.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8'])(
    '%s is called only where it is allowed',
    range => {
      fc.assert(
        fc.property(inRange(range), address => {
          for (const form of [address, ...disguises(address)]) {
            expect(() => assertCallable(form, form, false)).toThrow(/is private/)
            expect(() => assertCallable(form, form, true)).not.toThrow()
          }
        }),
      )
    },
  )

  test('what may be called without leave is outside of every special range', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), address => {
        if (judgeAddress(address) !== 'public') return
        const parsed = ipaddr.process(address)
        expect(['unicast', '6to4', 'rfc6052', 'rfc6145']).toContain(parsed.range())
      }),
    )
  })
})
