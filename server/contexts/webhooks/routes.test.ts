import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Receiver } from '../../../tests/harness/receiver.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { emit, partnerId, setWebhooks, transferEnded } from '../../../tests/harness/webhooks.ts'
import type { Kernel } from '../../kit/kernel.ts'

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
})
afterEach(() => receiver.stop())

let made = 0
const fresh = (): string => `thing-${++made}`
const list = async (query: string, key = bank.keys.kyc) =>
  (await bank.call('GET', `/v1/partner/events?${query}`, undefined, { key })).body
const refusal = ({ status, body }: { status: number; body: { errorCode: string; errorMessage: string } }) => [
  status,
  body.errorCode,
  body.errorMessage,
]

/** Events of two types: one subject was delivered, one refused, and one type was not chosen. */
async function fillLog(): Promise<{ first: number; delivered: string; refused: string; unwanted: string }> {
  const [delivered, refused, unwanted] = [fresh(), fresh(), fresh()]
  const last = (await list('limit=200')).events.at(-1)?.sequence ?? 0
  receiver.behave = ({ body }, response) => void response.writeHead(body.includes(`"${refused}"`) ? 500 : 200).end()
  await setWebhooks(bank, { url: receiver.url, events: ['transfer.status'] })
  const userActive = {
    type: 'user.status',
    subject: unwanted,
    version: 1,
    body: { externalUserId: unwanted, status: 'ACTIVE' },
  }
  await emit(kernel, [transferEnded(delivered), transferEnded(refused), userActive, transferEnded(delivered, '2.00')])
  await bank.settle()
  return { first: last + 1, delivered, refused, unwanted }
}

test('settings are shown without their secrets; those of a partner that chose nothing are empty', async () => {
  const { noKyc: key } = bank.keys
  const get = async () => (await bank.call('GET', '/v1/partner/webhooks', undefined, { key })).body
  const nothing = { url: null, appendPath: true, overrides: {}, events: null }
  expect(await get()).toEqual({ ...nothing, hasToken: false, hasSecret: false })
  const url = 'https://partner.example/hooks'
  const overrides = { 'user.status': 'https://partner.example/users' }
  const put = (body: object) => bank.call('PUT', '/v1/partner/webhooks', body, { key })
  await put({ url, overrides, events: ['user.status', 'user.status'], token: 'a token' })
  expect(await get()).toEqual({ ...nothing, url, overrides, events: ['user.status'], hasToken: true, hasSecret: true })
  // As a whole, but the token stays.
  await put({ url, appendPath: 'false' })
  expect(await get()).toEqual({ ...nothing, url, appendPath: false, hasToken: true, hasSecret: true })
  const { rows } = await bank.database.owner.query(
    `select (select string_agg(e::text, '') from webhooks.endpoint e) || (select string_agg(r::text, '') from audit.record r) as all`,
  )
  expect(rows[0].all).not.toContain('a token')
})

test('a URL that will never be called is refused with the field named', async () => {
  const put = (body: object) => bank.call('PUT', '/v1/partner/webhooks', body)
  expect(refusal(await put({ url: 'http://169.254.169.254/' }))).toEqual([
    400,
    'P403',
    'url is refused: The address 169.254.169.254 is reserved and is not called',
  ])
  expect(refusal(await put({ overrides: { 'user.status': 'https://partner.example:22/' } }))).toEqual([
    400,
    'P403',
    'overrides.user.status must not use port 22',
  ])
})

test('the first secret has none before it; the next one says until when the first verifies', async () => {
  const { noKyc: key } = bank.keys
  await bank.database.owner.query('delete from webhooks.endpoint where partner_id <> $1', [partnerId])
  const rotate = async () => (await bank.call('POST', '/v1/partner/webhooks/rotate-secret', {}, { key })).body
  const first = await rotate()
  expect(first).toEqual({ secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/), previousValidUntil: null })
  const second = await rotate()
  expect(second.secret).not.toBe(first.secret)
  expect(second.previousValidUntil).toMatch(/^\d{4}-/)
})

test('a replay of rotating by its key does not show the secret', async () => {
  const headers = { 'idempotency-key': fresh() }
  const rotate = () => bank.call('POST', '/v1/partner/webhooks/rotate-secret', {}, { headers })
  const [first, again] = [await rotate(), await rotate()]
  expect(first.body.secret).toMatch(/^whsec_/)
  expect(again.body.secret).toBe('[masked]')
})

test('a test call asks for the health, sends the signed example, and leaves the log alone', async () => {
  await setWebhooks(bank, { url: receiver.url, token: 'tok' })
  receiver.behave = ({ method }, response) => void response.writeHead(method === 'GET' ? 404 : 200).end('hello')
  const { body } = await bank.call('POST', '/v1/partner/webhooks/test', { type: 'transfer.status' })
  const probe = { isAccepted: true, latencyMs: expect.any(Number), error: null }
  expect(body).toEqual({
    health: { ...probe, url: `${receiver.url}/webhook/health`, status: 404 },
    delivery: { ...probe, url: `${receiver.url}/webhook/transfer/status`, status: 200 },
  })
  const [sent] = receiver.webhooks
  expect(sent?.headers).toMatchObject({
    authorization: 'tok',
    'x-event-type': 'transfer.status',
    'x-event-sequence': '0',
  })
  expect(sent?.headers['webhook-signature']).toMatch(/^v1,/)
  const ids = (await list('limit=200')).events.map((event: { id: string }) => event.id)
  expect(ids).not.toContain(sent?.headers['webhook-id'])
})

test('a failed test call says what to do', async () => {
  await setWebhooks(bank, { url: receiver.url })
  const tryIt = async () =>
    (await bank.call('POST', '/v1/partner/webhooks/test', { type: 'user.status' })).body.delivery
  receiver.answerWith(401)
  expect(await tryIt()).toMatchObject({ isAccepted: false, status: 401, error: expect.stringContaining('token') })
  receiver.answerWith(308)
  expect((await tryIt()).error).toContain('redirects are not followed')
  await setWebhooks(bank, { url: 'http://127.0.0.1:1024' })
  expect(await tryIt()).toMatchObject({ isAccepted: false, status: null, error: expect.stringContaining('refused') })
  await setWebhooks(bank, { overrides: { 'kyc.status': receiver.url } })
  expect(refusal(await bank.call('POST', '/v1/partner/webhooks/test', { type: 'user.status' }))).toEqual([
    400,
    'P403',
    'type must be an event type that your settings have a URL for',
  ])
  expect(refusal(await bank.call('POST', '/v1/partner/webhooks/test', {}))[2]).toContain('no base URL')
})

test('events are listed oldest first, by page and by every filter', async () => {
  const { first, delivered, refused, unwanted } = await fillLog()
  const subjects = async (query: string) =>
    (await list(`after=${first - 1}&${query}`)).events.map((event: { subject: string }) => event.subject)
  expect(await subjects('')).toEqual([delivered, refused, unwanted, delivered])
  expect(await subjects('type=transfer.status')).toEqual([delivered, refused, delivered])
  expect(await subjects(`subject=${delivered}`)).toEqual([delivered, delivered])
  expect(await subjects('delivered=true')).toEqual([delivered, delivered])
  expect(await subjects('delivered=false')).toEqual([refused, unwanted])
  expect(await subjects(`delivered=true&subject=${delivered}`)).toEqual([delivered, delivered])
  expect(await subjects('delivered=true&type=user.status')).toEqual([])
  expect(await subjects(`delivered=false&subject=${refused}&type=transfer.status`)).toEqual([refused])
  const statuses = (await list(`after=${first - 1}`)).events.map(
    (event: { delivery: { status: string } }) => event.delivery.status,
  )
  expect(statuses).toEqual(['DELIVERED', 'RETRYING', 'OFF', 'DELIVERED'])

  const pages: number[][] = []
  let cursor = ''
  do {
    const page = await list(`after=${first - 1}&limit=3${cursor && `&cursor=${cursor}`}`)
    pages.push(page.events.map((event: { sequence: number }) => event.sequence))
    cursor = page.nextCursor ?? ''
  } while (cursor !== '')
  expect(pages).toEqual([[first, first + 1, first + 2], [first + 3]])
})

test('an event of another partner is as one that does not exist', async () => {
  const { first } = await fillLog()
  const [event] = (await list(`after=${first - 1}&limit=1`)).events
  const other = { key: bank.keys.noKyc }
  for (const [method, path] of [
    ['GET', `/v1/partner/events/${event.id}`],
    ['POST', `/v1/partner/events/${event.id}/replay`],
  ] as const) {
    const { status, body, text } = await bank.call(method, path, undefined, other)
    expect([status, body.errorCode]).toEqual([404, 'P490'])
    const nobodys = path.replace(event.id, '0198c000-0000-7000-8000-0000000000ff')
    expect((await bank.call(method, nobodys, undefined, other)).text).toBe(text)
  }
  expect((await list('limit=200', bank.keys.noKyc)).events).toEqual([])
})

test('a replay sends what its filters choose, with the same ids', async () => {
  const { first, delivered } = await fillLog()
  receiver.answerWith(200)
  await bank.advance(10_000)
  const replay = async (body: object) => {
    receiver.calls.length = 0
    const answer = await bank.call('POST', '/v1/partner/events/replay', body)
    await bank.settle()
    const sequences = receiver.webhooks.map(({ headers }) => Number(headers['x-event-sequence']))
    return [answer.body.replayed, sequences.sort((a, b) => a - b)]
  }
  expect(await replay({ subject: delivered })).toEqual([2, [first, first + 3]])
  expect(await replay({ fromSequence: first + 1, toSequence: first + 3 })).toEqual([2, [first + 1, first + 3]])
  expect(await replay({ undelivered: true, fromSequence: first })).toEqual([0, []])
  // By name also of a type that is not chosen.
  expect(await replay({ type: 'user.status', fromSequence: first })).toEqual([1, [first + 2]])
})

test('replayed events of a subject keep their order, and go behind the one that is under way', async () => {
  const subject = fresh()
  await setWebhooks(bank, { url: receiver.url, events: ['transfer.status'] })
  await emit(
    kernel,
    [1, 2, 3].map(n => transferEnded(subject, `${n}.00`)),
  )
  await bank.settle()
  receiver.answerWith(500)
  await emit(kernel, [transferEnded(subject, '4.00')])
  await bank.settle()
  receiver.calls.length = 0
  receiver.answerWith(200)
  expect((await bank.call('POST', '/v1/partner/events/replay', { subject })).body).toEqual({ replayed: 4 })
  await bank.settle()
  expect(receiver.webhooks.map(({ body }) => Number(JSON.parse(body).amount))).toEqual([4, 1, 2, 3])
})

test('a replay of more than one call may hold is refused and sends nothing', async () => {
  await bank.database.owner.query(
    `with counted as (
       update webhooks.counter set last = last + 10001 where partner_id = $1 returning last
     )
     insert into webhooks.log (partner_id, sequence, event_id, type, subject, wanted)
     select $1, last - 10001 + n, gen_random_uuid(), 'iban.status', 'many', true from counted, generate_series(1, 10001) n`,
    [partnerId],
  )
  expect(refusal(await bank.call('POST', '/v1/partner/events/replay', { type: 'iban.status' }))).toEqual([
    400,
    'P403',
    'toSequence must leave at most 10000 events to replay in one call: there are more',
  ])
})

test('the metrics say how far delivery is behind', async () => {
  await fillLog()
  const text = await (await fetch(bank.running.metricsUrl)).text()
  expect(text).toMatch(/^florin_webhooks_due [1-9]/m)
  for (const name of ['unnumbered', 'behind', 'undelivered', 'failing_endpoints', 'oldest_age_seconds'])
    expect(text).toMatch(new RegExp(`^florin_webhooks_${name} \\d`, 'm'))
})
