import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { realNow } from '../../kit/clock/clock.ts'
import { keyOfSecret, makeSecret, signatureOf } from './signature.ts'

const now = () => Math.floor(realNow().getTime() / 1000)
const refused = 'No matching signature found'

test('the official library verifies every signature of ours, whatever the body', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.jsonValue(), (id, value) => {
      const secret = makeSecret()
      const timestamp = now()
      const body = JSON.stringify(value)
      for (const bytes of [body, Buffer.from(body)]) {
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatureOf([keyOfSecret(secret)], id, timestamp, bytes),
        }
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
        expect(() => new Webhook(makeSecret()).verify(body, headers)).toThrow(refused)
        expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow(refused)
      }
    }),
  )
})

test('two keys give two signatures, and either verifies', () => {
  const secrets = [makeSecret(), makeSecret()]
  const timestamp = now()
  const signature = signatureOf(secrets.map(keyOfSecret), 'id', timestamp, '{}')
  expect(signature).toMatch(/^v1,\S{44} v1,\S{44}$/)
  for (const secret of secrets) {
    const headers = { 'webhook-id': 'id', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature }
    expect(new Webhook(secret).verify('{}', headers)).toEqual({})
  }
})

test.each(['whsec_', 'whsec_short', 'whsec_not base64 at all, but long enough to be', `whsec_${'A'.repeat(100)}`, ''])(
  'the secret "%s" is refused',
  secret => expect(() => keyOfSecret(secret)).toThrow(RangeError),
)
