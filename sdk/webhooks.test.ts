import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { verifyWebhook, WebhookRejected } from './webhooks.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const nowMs = Date.UTC(2026, 2, 2, 9, 30)
const body = '{"externalUserId":"customer-17","status":"ACTIVE"}'

/** Signed by the official library, as any sender of the standard does. */
const signed = (text = body, at = nowMs, by = secret) => ({
  'webhook-id': 'e-1',
  'webhook-timestamp': String(Math.floor(at / 1000)),
  'webhook-signature': new Webhook(by).sign('e-1', new Date(at), text),
  'x-event-type': 'user.status',
  'x-event-sequence': '42',
  'x-event-version': '1',
  Authorization: 'a-long-secret',
})

describe('a delivery', () => {
  test('with a right signature is read', async () => {
    expect(await verifyWebhook({ headers: signed(), body }, { secret, nowMs })).toEqual({
      id: 'e-1',
      type: 'user.status',
      sequence: 42,
      version: 1,
      body: { externalUserId: 'customer-17', status: 'ACTIVE' },
    })
    const asBytes = { headers: new Headers(signed()), body: new TextEncoder().encode(body) }
    expect((await verifyWebhook(asBytes, { secret, nowMs })).sequence).toBe(42)
  })

  test('is read during a rotation, when one of two signatures is right', async () => {
    const other = signed(body, nowMs, 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD')['webhook-signature']
    const headers = { ...signed(), 'webhook-signature': `${other} ${signed()['webhook-signature']}` }
    expect((await verifyWebhook({ headers, body }, { secret, nowMs })).type).toBe('user.status')
  })

  test('is proved by the token alone, or by both', async () => {
    const token = 'a-long-secret'
    expect((await verifyWebhook({ headers: signed(), body }, { token })).id).toBe('e-1')
    expect((await verifyWebhook({ headers: signed(), body }, { token, secret, nowMs })).id).toBe('e-1')
    await expect(verifyWebhook({ headers: signed(), body }, { token: 'other', secret, nowMs })).rejects.toThrow('token')
  })

  test.each([
    ['another body', { headers: signed(), body: `${body} ` }, {}],
    ['another id', { headers: { ...signed(), 'webhook-id': 'e-2' }, body }, {}],
    ['an old timestamp', { headers: signed(body, nowMs - 301_000), body }, {}],
    ['a timestamp ahead', { headers: signed(body, nowMs + 302_000), body }, {}],
    ['no signature', { headers: { ...signed(), 'webhook-signature': '' }, body }, {}],
    ['an unknown scheme', { headers: { ...signed(), 'webhook-signature': 'v2,abc' }, body }, {}],
    ['another secret', { headers: signed(), body }, { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }],
  ])('with %s is rejected', async (_what, delivery, proof) => {
    await expect(verifyWebhook(delivery, { secret, nowMs, ...proof })).rejects.toBeInstanceOf(WebhookRejected)
  })

  test('cannot be proved by nothing', async () => {
    await expect(verifyWebhook({ headers: signed(), body }, {})).rejects.toBeInstanceOf(TypeError)
  })
})
