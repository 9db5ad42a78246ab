import { events } from '@florin/contract/events.ts'
import { expect, test } from 'vitest'
import { destinationOf, type EndpointSettings, healthUrlOf, noSettings } from './endpoint.ts'

const settings = (given: Partial<EndpointSettings>): EndpointSettings => ({ ...noSettings, ...given })
const path = events['transfer.status'].path

test.each([
  [{ url: 'https://a.example' }, `https://a.example${path}`],
  [{ url: 'https://a.example/' }, `https://a.example${path}`],
  [{ url: 'https://a.example/hooks/' }, `https://a.example/hooks${path}`],
  [{ url: 'https://a.example/hooks?tenant=1' }, `https://a.example/hooks${path}?tenant=1`],
  [{ url: 'https://a.example/all', appendPath: false }, 'https://a.example/all'],
  [{ url: 'https://a.example', overrides: { 'transfer.status': 'https://b.example/t' } }, 'https://b.example/t'],
  [{ overrides: { 'transfer.status': 'https://b.example/t' } }, 'https://b.example/t'],
  [{ overrides: { 'user.status': 'https://b.example/u' } }, undefined],
  [{}, undefined],
] as const)('%j sends transfers to %s', (given, url) => {
  expect(destinationOf(settings(given), 'transfer.status')).toBe(url)
})

test('only a base URL has a place to ask for its health', () => {
  expect(healthUrlOf(settings({ url: 'https://a.example/hooks' }))).toBe('https://a.example/hooks/webhook/health')
  expect(healthUrlOf(settings({ url: 'https://a.example/all', appendPath: false }))).toBeUndefined()
  expect(healthUrlOf(noSettings)).toBeUndefined()
})
