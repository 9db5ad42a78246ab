import { expect, test } from 'vitest'
import { statesOf } from '../../kit/machine.ts'
import { type ApiKey, highestScope, issueKey, prefixOf, revokeKey } from './api-key.ts'
import { changePartner, defaultSettings, openPartner, type Partner, partnerMachine, settingsSchema } from './partner.ts'

const at = new Date('2026-01-01T00:00:00.000Z')
const partner: Partner = openPartner({
  id: '01980000-0000-7000-8000-00000000000a',
  name: 'A',
  model: 'kyc',
  settings: defaultSettings,
  dataKeyId: '01980000-0000-7000-8000-00000000000b',
  createdAt: at,
}).next

test('a partner starts active, with the documented settings', () => {
  expect(partner).toMatchObject({ state: 'active', version: 1 })
  expect(defaultSettings).toEqual({
    timeZone: 'Europe/Warsaw',
    fiatStatusDialect: 'WAITING_FOR_ACTIVATION',
    lockSeconds: 30,
    sepaLoop: 'closed',
    limits: { perSecond: 100, burst: 200, moneyPerSecond: 50, moneyBurst: 100 },
  })
})

test('settings that were written before one existed get its default', () => {
  expect(settingsSchema.parse({ sepaLoop: 'open' })).toEqual({ ...defaultSettings, sepaLoop: 'open' })
})

test('from every state, suspending and resuming lead where the table says, and twice changes nothing', () => {
  for (const state of statesOf(partnerMachine)) {
    for (const isSuspended of [true, false]) {
      const from = { ...partner, state }
      const wanted = isSuspended ? 'suspended' : 'active'
      const decision = changePartner(from, { isSuspended })
      if (state === wanted) expect(decision).toBeUndefined()
      else expect(decision?.next).toMatchObject({ state: wanted, version: 2, model: 'kyc' })
    }
  }
})

test('what is left out of a change stays, and a change says what was before', () => {
  const decision = changePartner(partner, { settings: { lockSeconds: 60, limits: { burst: 5, perSecond: undefined } } })
  expect(decision?.next.settings).toEqual({
    ...defaultSettings,
    lockSeconds: 60,
    limits: { ...defaultSettings.limits, burst: 5 },
  })
  expect(decision?.note?.[0]).toMatchObject({
    action: 'partner.changed',
    subject: partner.id,
    detail: { before: { lockSeconds: 30 }, after: { lockSeconds: 60 } },
  })
  expect(changePartner(partner, { name: 'A', settings: { lockSeconds: 30 } })).toBeUndefined()
})

const keyOf = (scopes: ApiKey['scopes'], id = 'k'): ApiKey =>
  issueKey({ partnerId: partner.id, id, name: 'n', scopes, createdAt: at }, `sk_test_${id.repeat(43)}`).next

test('the highest scope says all', () => {
  expect(highestScope(['read'])).toBe('read')
  expect(highestScope(['write', 'read'])).toBe('write')
  expect(highestScope(['read', 'admin'])).toBe('admin')
})

test('a key’s prefix never gives a short key away', () => {
  expect(prefixOf('sk_test_0123456789012345678901234567890123456789012')).toBe('sk_test_0123')
  expect(prefixOf('demo-key')).toBe('de')
})

test('nothing of a key itself is written: neither in its row nor in the audit trail', () => {
  const key = 'sk_test_abcdefghijklmnopqrstuvwxyz0123456789abcdefg'
  const decision = issueKey({ partnerId: partner.id, id: 'k', name: 'n', scopes: ['read'], createdAt: at }, key)
  expect(JSON.stringify(decision)).not.toContain(key.slice(12))
})

test('revoking is once; the last admin key stays only when the partner itself asks', () => {
  const admin = keyOf(['admin'])
  expect(() => revokeKey(admin, at, [keyOf(['write'], 'w')])).toThrow('make another one first')
  expect(revokeKey(admin, at, [keyOf(['admin'], 'b')])?.next).toMatchObject({ revokedAt: at, version: 2 })
  expect(revokeKey(admin, at)?.next.revokedAt).toBe(at)
  expect(revokeKey(keyOf(['read']), at, [])?.next.revokedAt).toBe(at)
  expect(revokeKey({ ...admin, revokedAt: at }, at, [])).toBeUndefined()
})
