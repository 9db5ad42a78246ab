import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../tests/harness/database.ts'
import { Receiver } from '../../../tests/harness/receiver.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { emit, partnerId, setWebhooks, transferEnded } from '../../../tests/harness/webhooks.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { migrate } from '../../kit/postgres/migrate.ts'
import { seedEndpoint } from './seed-endpoint.ts'
import { makeSecret } from './signature.ts'
import { findEndpoint } from './store.ts'
import { sealText } from './update-endpoint.ts'

const hourMs = 3_600_000

let bank: Bank
let kernel: Kernel
let receiver: Receiver
beforeAll(async () => {
  bank = await startBank()
  kernel = bank.running.resources.kernel
})
afterAll(() => bank?.stop())
beforeEach(async () => {
  receiver = await Receiver.start()
  await setWebhooks(bank, { url: receiver.url })
})
afterEach(async () => {
  // What a test's secrets were replaced by signs alone when the next one begins.
  await bank.advance(25 * hourMs)
  await receiver.stop()
})

const tryToRotate = (headers: Record<string, string> = {}) =>
  bank.call('POST', '/v1/partner/webhooks/rotate-secret', {}, { headers })
const rotate = async (): Promise<string> => (await tryToRotate()).body.secret
const storedEndpoint = async () => {
  const endpoint = await findEndpoint(bank.database.owner, partnerId)
  if (endpoint === undefined) throw new Error('there is no endpoint')
  return endpoint
}

let made = 0
/** Which of the secrets verify a delivery that is made now, and how many signatures it has. */
async function signers(secrets: readonly string[]): Promise<{ verify: boolean[]; signatures: number }> {
  receiver.calls.length = 0
  await emit(kernel, [transferEnded(`signed-${++made}`)])
  await bank.settle()
  const [call] = receiver.webhooks
  const headers = call?.headers as Record<string, string>
  const verifies = (secret: string): boolean => {
    try {
      new Webhook(secret).verify(call?.body ?? '', headers)
      return true
    } catch {
      return false
    }
  }
  return { verify: secrets.map(verifies), signatures: headers['webhook-signature']?.split(' ').length ?? 0 }
}

/** A rotation as the version before does it: it knows one former secret and no others. */
async function rotateAsBefore(): Promise<string> {
  const secret = makeSecret()
  await transact(kernel, { actor: 'test', partnerId }, async work => {
    const endpoint = await findEndpoint(work.sql, partnerId)
    if (endpoint === undefined) throw new Error('there is no endpoint')
    await work.sql.query(
      `update webhooks.endpoint set secret = $2, previous_secret = $3, previous_valid_until = $4, version = version + 1
       where partner_id = $1`,
      [
        partnerId,
        await sealText(work, endpoint.dataKeyId, secret),
        endpoint.secret,
        new Date(work.now.getTime() + 24 * hourMs),
      ],
    )
  })
  return secret
}

test('a secret that was promised a day signs for all of it, also when its successor is replaced meanwhile', async () => {
  const used = await rotate()
  await bank.advance(25 * hourMs)
  // The answer is lost and its replay shows no secret: the partner can only rotate again.
  const key = { 'idempotency-key': 'lost-answer' }
  await tryToRotate(key)
  expect((await tryToRotate(key)).body.secret).toBe('[masked]')
  await bank.advance(hourMs)
  const anew = await rotate()
  expect(await signers([used, anew])).toEqual({ verify: [true, true], signatures: 3 })
  await bank.advance(22 * hourMs)
  expect(await signers([used, anew])).toEqual({ verify: [true, true], signatures: 3 })
  await bank.advance(hourMs)
  expect(await signers([used, anew])).toEqual({ verify: [false, true], signatures: 2 })
  await bank.advance(hourMs)
  expect(await signers([used, anew])).toEqual({ verify: [false, true], signatures: 1 })
})

test('the newest secret signs first', async () => {
  const secrets = [await rotate(), await rotate(), await rotate()]
  receiver.calls.length = 0
  await emit(kernel, [transferEnded(`signed-${++made}`)])
  await bank.settle()
  const [call] = receiver.webhooks
  const headers = call?.headers as Record<string, string>
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
  const sign = (secret: string) => new Webhook(secret).sign(headers['webhook-id'] ?? '', at, call?.body ?? '')
  expect(headers['webhook-signature']?.split(' ').slice(0, 3)).toEqual(secrets.toReversed().map(sign))
})

test('a rotation that nine former secrets stand in the way of is refused, with the moment when the next is possible', async () => {
  const secrets: string[] = []
  for (let n = 0; n < 9; n += 1) {
    secrets.push(await rotate())
    await bank.advance(60_000)
  }
  const version = (await storedEndpoint()).version
  const key = { 'idempotency-key': 'once-more' }
  const refused = await tryToRotate(key)
  // The one before the first was replaced nine minutes ago.
  const possibleAt = new Date((await kernel.clock.now()).getTime() + 24 * hourMs - 9 * 60_000)
  expect([refused.status, refused.body]).toEqual([
    429,
    {
      errorCode: 'P429',
      errorName: 'rate-limit-exceeded',
      errorMessage: `At most 9 former secrets sign at a time: the next rotation is possible at ${possibleAt.toISOString()}.`,
    },
  ])
  expect(refused.headers.get('retry-after')).toBe(String(24 * 3_600 - 9 * 60))
  expect((await storedEndpoint()).version).toBe(version)
  expect(await signers(secrets)).toEqual({ verify: secrets.map(() => true), signatures: 10 })

  await bank.advance(24 * hourMs - 9 * 60_000 - 1)
  expect((await tryToRotate(key)).status).toBe(429)
  await bank.advance(1)
  expect((await tryToRotate(key)).body.secret).toMatch(/^whsec_/)
  expect(await signers(secrets)).toEqual({ verify: secrets.map(() => true), signatures: 10 })
})

test('what has expired is dropped by the next rotation', async () => {
  await rotate()
  await rotate()
  await bank.advance(25 * hourMs)
  await rotate()
  const { rows } = await bank.database.owner.query(
    `select former_secrets = array[previous_secret] and former_valid_until = array[previous_valid_until] as is_one
     from webhooks.endpoint where partner_id = $1`,
    [partnerId],
  )
  expect(rows).toEqual([{ is_one: true }])
})

test('a change of the settings leaves every former secret as it is', async () => {
  const secrets = [await rotate(), await rotate(), await rotate()]
  await setWebhooks(bank, { url: `${receiver.url}/other` })
  expect((await signers(secrets)).verify).toEqual([true, true, true])
})

test('a rotation by the version before loses no former secret, and brings none back', async () => {
  const expired = [await rotate(), await rotate()]
  await bank.advance(24 * hourMs)
  const secrets = [await rotate(), await rotate(), await rotateAsBefore()]
  expect((await signers([...expired, ...secrets])).verify).toEqual([false, true, true, true, true])
  await bank.advance(hourMs)
  secrets.push(await rotate())
  expect(await signers([...expired, ...secrets])).toEqual({
    verify: [false, true, true, true, true, true],
    signatures: 5,
  })
  // The first four were replaced an hour before the last.
  await bank.advance(23 * hourMs)
  expect(await signers([...expired, ...secrets])).toEqual({
    verify: [false, false, false, false, true, true],
    signatures: 2,
  })
})

test('the secret of the settings wins at the start, however many were replaced within the day', async () => {
  for (let n = 0; n < 9; n += 1) await rotate()
  expect((await tryToRotate()).status).toBe(429)
  const { dataKeyId, url } = await storedEndpoint()
  const secret = makeSecret()
  await seedEndpoint(kernel, { partnerId, dataKeyId, url: url ?? '', token: undefined, secret })
  expect(await signers([secret])).toEqual({ verify: [true], signatures: 10 })
})

test('a secret that was replaced before the migration keeps its place and its end', async () => {
  const database = await createTestDatabase({ empty: true })
  try {
    const folder = join(import.meta.dirname, '../../../migrations')
    const run = (upTo?: number) =>
      migrate({ ownerUrl: database.ownerUrl, folder, log: quietLog, ...(upTo !== undefined && { upTo }) })
    await run(78)
    await database.owner.query(
      `insert into webhooks.endpoint (partner_id, append_path, overrides, data_key_id, secret, previous_secret, previous_valid_until,
         version, created_at, updated_at)
       select u.id::uuid, true, '{}', u.id::uuid, 'now', u.former::bytea, u.until::timestamptz, 1, now(), now()
       from (values ($1, 'before', '2026-03-03T09:30:00Z'), ($2, null, null)) u(id, former, until)`,
      ['0198c000-0000-7000-8000-000000000001', '0198c000-0000-7000-8000-000000000002'],
    )
    await run()
    const { rows } = await database.owner.query(
      'select former_secrets, former_valid_until from webhooks.endpoint order by partner_id',
    )
    expect(rows).toEqual([
      { former_secrets: [Buffer.from('before')], former_valid_until: [new Date('2026-03-03T09:30:00Z')] },
      { former_secrets: [], former_valid_until: [] },
    ])
  } finally {
    await database.drop()
  }
})
