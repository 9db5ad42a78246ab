import { expect, test } from 'vitest'
import { refusalOf } from './target.ts'

const open = { allowPrivate: true, requireHttps: false }
const strict = { allowPrivate: false, requireHttps: true }

test.each([
  ['https://partner.example/hooks', undefined],
  ['https://partner.example:8443/hooks?x=1', undefined],
  ['http://partner.example/hooks', 'must be an https URL'],
  ['ftp://partner.example/', 'must be an http or https URL'],
  ['file:///etc/passwd', 'must be an http or https URL'],
  ['https://user:word@partner.example/', 'must not hold credentials'],
  ['https://partner.example:25/', 'must not use port 25'],
  ['https://partner.example:0/', 'must not use port 0'],
  ['not a url', 'is not a URL'],
  ['https://127.0.0.1/', 'is refused: The address 127.0.0.1 is private and is not called'],
  // Other spellings of 127.0.0.1, which the URL parser makes plain.
  ['https://2130706433/', 'is refused: The address 127.0.0.1 is private and is not called'],
  ['https://0x7f.1/', 'is refused: The address 127.0.0.1 is private and is not called'],
  ['https://0177.0.0.1/', 'is refused: The address 127.0.0.1 is private and is not called'],
  ['https://[::ffff:10.0.0.1]/', 'is refused: The address ::ffff:a00:1 is private and is not called'],
  ['https://169.254.169.254/latest/meta-data', 'is refused: The address 169.254.169.254 is reserved and is not called'],
] as const)('%s: %s', (url, refusal) => expect(refusalOf(url, strict)).toBe(refusal))

test('where private addresses are allowed, link-local and metadata addresses still are not', () => {
  expect(refusalOf('http://127.0.0.1:8080/', open)).toBeUndefined()
  expect(refusalOf('http://[::1]:8080/', open)).toBeUndefined()
  expect(refusalOf('http://169.254.169.254/', open)).toMatch(/reserved/)
  expect(refusalOf('http://[fd00:ec2::254]/', open)).toMatch(/reserved/)
})
