import { expect, test } from 'vitest'
import { headerText, ipRange, webhookUrl } from './web-fields.ts'

test('a webhook goes to an http or https URL without credentials or fragment', () => {
  for (const good of ['https://a.example/hooks?x=1', 'http://127.0.0.1:3000', 'https://[::1]/x']) {
    expect(webhookUrl.safeParse(good).success).toBe(true)
  }
  for (const bad of [
    'ftp://a.example',
    'a.example',
    'https://u:p@a.example',
    'https://a.example/#x',
    'file:///etc',
    5,
  ]) {
    expect(webhookUrl.safeParse(bad).success).toBe(false)
  }
})

test('a range is an IPv4 or IPv6 address or CIDR', () => {
  for (const good of ['10.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1'])
    expect(ipRange.safeParse(good).success).toBe(true)
  for (const bad of ['10.0.0.0/33', '10.0.0', '2001:db8::/129', 'host', ''])
    expect(ipRange.safeParse(bad).success).toBe(false)
})

test('a header cannot be split by its text', () => {
  expect(headerText.safeParse('Bearer abc').success).toBe(true)
  for (const bad of ['a\r\nX: y', 'é', '']) expect(headerText.safeParse(bad).success).toBe(false)
})
