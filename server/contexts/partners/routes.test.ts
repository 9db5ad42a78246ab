import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { demoPartners } from './index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(async () => {
  // Before the end: dropping the database cuts connections that are just closing.
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

const makeKey = async (name: string, scopes: string[]) => {
  const { status, body } = await bank.call('POST', '/v1/partner/api-keys', { name, scopes })
  expect(status).toBe(200)
  return body as { keyId: string; apiKey: string; prefix: string; scopes: string[] }
}

test('a key is shown once, works with its scopes, and is refused from the answer to its deletion on', async () => {
  const made = await makeKey('till 7', ['read', 'read'])
  expect(made.apiKey).toMatch(/^sk_test_[\w-]{43}$/)
  expect(made.prefix).toBe(made.apiKey.slice(0, 12))
  expect(made.scopes).toEqual(['read'])
  const key = made.apiKey
  const listed = await bank.call('GET', '/v1/partner/api-keys', undefined, { key })
  expect(listed.status).toBe(200)
  expect(listed.text).not.toContain(key)
  const write = await bank.call('POST', '/v1/partner/api-keys', { name: 'x', scopes: ['admin'] }, { key })
  expect([write.status, write.body.errorCode]).toEqual([403, 'P492'])
  const deleted = await bank.call('DELETE', `/v1/partner/api-keys/${made.keyId}`)
  expect(deleted.body.revokedAt).not.toBeNull()
  expect((await bank.call('GET', '/v1/partner/api-keys', undefined, { key })).body).toEqual({
    errorCode: 'P401',
    errorName: 'access-denied',
    errorMessage: 'Access Denied. xo2',
  })
  const again = await bank.call('DELETE', `/v1/partner/api-keys/${made.keyId}`)
  expect(again.body.revokedAt).toBe(deleted.body.revokedAt)
})

test('the replay of a key’s making shows it masked', async () => {
  const options = { headers: { 'idempotency-key': 'make-a-key' } }
  const first = await bank.call('POST', '/v1/partner/api-keys', { name: 'once', scopes: ['write'] }, options)
  const second = await bank.call('POST', '/v1/partner/api-keys', { name: 'once', scopes: ['write'] }, options)
  expect(first.body.apiKey).toMatch(/^sk_test_/)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body).toEqual({ ...first.body, apiKey: '[masked]' })
})

test('the last key with the scope admin stays', async () => {
  const key = bank.keys.noKyc
  const { body } = await bank.call('GET', '/v1/partner/api-keys', undefined, { key })
  const [only] = body.apiKeys
  const refused = await bank.call('DELETE', `/v1/partner/api-keys/${only.keyId}`, undefined, { key })
  expect([refused.status, refused.body.errorCode]).toEqual([400, 'P403'])
  expect(refused.body.errorMessage).toBe('keyId is the last key with the scope admin: make another one first')
  const second = await bank.call('POST', '/v1/partner/api-keys', { name: 'b', scopes: ['admin'] }, { key })
  // Each by itself: neither is let in by a key that the other call has just revoked.
  const answers = await Promise.all([
    bank.call('DELETE', `/v1/partner/api-keys/${only.keyId}`, undefined, { key }),
    bank.call('DELETE', `/v1/partner/api-keys/${second.body.keyId}`, undefined, { key: second.body.apiKey }),
  ])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
})

test('another partner’s key does not exist', async () => {
  const { keyId } = await makeKey('mine', ['read'])
  const other = await bank.call('DELETE', `/v1/partner/api-keys/${keyId}`, undefined, { key: bank.keys.noKyc })
  // The demo key of that partner may have been deleted above: then it is not even let in.
  expect([404, 401]).toContain(other.status)
  const { body } = await bank.call('GET', '/v1/partner/api-keys')
  expect(body.apiKeys.find((key: { keyId: string }) => key.keyId === keyId).revokedAt).toBeNull()
})

test('the keys come newest first, page by page', async () => {
  await makeKey('page 1', ['read'])
  await makeKey('page 2', ['read'])
  const first = await bank.call('GET', '/v1/partner/api-keys?limit=1')
  expect(first.body.apiKeys[0].name).toBe('page 2')
  const second = await bank.call('GET', `/v1/partner/api-keys?limit=1&cursor=${first.body.nextCursor}`)
  expect(second.body.apiKeys[0].name).toBe('page 1')
  const wrong = await bank.call('GET', '/v1/partner/api-keys?cursor=abc')
  expect([wrong.status, wrong.body.errorCode]).toEqual([400, 'P403'])
})

test('the allow list is replaced as a whole and read back as it was written', async () => {
  const ranges = ['10.0.0.0/8', '2001:db8::/32', '203.0.113.9']
  const put = await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [...ranges, '10.0.0.0/8'] })
  expect(put.body).toEqual({ ranges })
  expect((await bank.call('GET', '/v1/partner/ip-allowlist')).body).toEqual({ ranges })
  for (const bad of ['10.0.0.0/33', '10.0.0', 'example.com', '::/129', '']) {
    const { status, body } = await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [bad] })
    expect([status, body.errorCode, bad]).toEqual([400, 'P403', bad])
  }
  expect((await bank.call('PUT', '/v1/partner/ip-allowlist', { ranges: [] })).body).toEqual({ ranges: [] })
})

test('the partner’s balances have the shape of a user’s, with what it was given at the start', async () => {
  const { body } = await bank.call('GET', '/v1/partner/balances')
  expect(body.partnerId).toBe(demoPartners.kyc.id)
  expect(body.fiatBalances).toMatchObject([
    { name: 'eur', amount: '100000.00', availableAmount: '100000.00', heldAmount: '0.00', rate: 1, status: 'ACTIVE' },
  ])
  const eth = body.cryptoBalances.find(({ name }: { name: string }) => name === 'eth')
  expect(eth).toMatchObject({ amount: '50.00000000', wallet: null, wallets: {} })
  expect(eth.networkConfig.ethereum).toEqual({
    mainnet: false,
    name: 'Ethereum',
    withdrawal: { feeWithdrawal: 0.003, minWithdrawal: 0.0006 },
    deposit: { minDeposit: 0 },
  })
})

test('the fees are the documented ones', async () => {
  const { body } = await bank.call('GET', '/v1/partner/fees')
  expect(body.version).toBe(1)
  const exchange = { kind: 'EXCHANGE', currency: 'eur', network: null, fraction: '0.0149' }
  expect(body.fees[0]).toEqual({ ...exchange, minimum: '0.00', fixed: '0.00', isOverride: false })
})

test('the reference lists what is offered', async () => {
  const currencies = await bank.call('GET', '/v1/reference/currencies')
  expect(currencies.body.currencies.map(({ currency }: { currency: string }) => currency)).toContain('doge')
  const countries = await bank.call('GET', '/v1/reference/countries')
  const pl = countries.body.countries.find(({ country }: { country: string }) => country === 'PL')
  expect(pl).toEqual({ country: 'PL', isServed: true, hasIban: true, hasCards: true, needsProofOfAddress: false })
})
