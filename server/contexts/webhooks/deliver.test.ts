import { Webhook } from 'standardwebhooks'
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
  await setWebhooks(bank, { url: receiver.url, token: 'the-token' })
})
afterEach(async () => {
  // What a test left behind goes out, so that the next one starts with an empty queue.
  receiver.answerWith(200)
  await bank.call('POST', '/v1/partner/events/replay', { undelivered: true })
  await bank.advance(24 * 3_600_000)
  await receiver.stop()
})

let made = 0
const fresh = (): string => `object-${++made}`
const bodies = (): Record<string, string>[] => receiver.webhooks.map(({ body }) => JSON.parse(body))
const eventsOf = async (subject: string) =>
  (await bank.call('GET', `/v1/partner/events?subject=${subject}`)).body.events

test('an event reaches the path of its type with the raw token, signed as Standard Webhooks wants it', async () => {
  const { body: rotated } = await bank.call('POST', '/v1/partner/webhooks/rotate-secret')
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.settle()
  expect(receiver.calls).toHaveLength(1)
  const [call] = receiver.webhooks
  expect(call?.path).toBe('/webhook/transfer/status')
  expect(call?.headers['authorization']).toBe('the-token')
  expect(call?.headers['content-type']).toBe('application/json')
  const [event] = await eventsOf(subject)
  expect(call?.headers['webhook-id']).toBe(event.id)
  expect(call?.headers['x-event-type']).toBe('transfer.status')
  expect(call?.headers['x-event-version']).toBe('1')
  expect(call?.headers['x-event-sequence']).toBe(String(event.sequence))
  const verified = new Webhook(rotated.secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
  expect(verified).toEqual(transferEnded(subject).body)
  expect(event.delivery).toMatchObject({ status: 'DELIVERED', attempts: 1, nextAttemptAt: null })
})

test('for a day after a rotation both secrets verify, then only the new one', async () => {
  const { body: first } = await bank.call('POST', '/v1/partner/webhooks/rotate-secret')
  const { body: second } = await bank.call('POST', '/v1/partner/webhooks/rotate-secret')
  const now = await kernel.clock.now()
  expect(Date.parse(second.previousValidUntil) - now.getTime()).toBe(24 * 3_600_000)
  await emit(kernel, [transferEnded(fresh())])
  await bank.settle()
  await bank.advance(24 * 3_600_000)
  await emit(kernel, [transferEnded(fresh())])
  await bank.settle()
  const [early, late] = receiver.webhooks
  const verify = (secret: string, call: typeof early) =>
    new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
  expect(verify(first.secret, early)).toEqual(verify(second.secret, early))
  expect(verify(second.secret, late)).toBeDefined()
  expect(() => verify(first.secret, late)).toThrow('No matching signature found')
})

test('a failure is tried again after about 8, 16, 32 and 64 s of our clock, with the same id and body', async () => {
  receiver.answerWith(500, 'broken')
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.settle()
  const delays = [8, 16, 32, 64]
  for (const [i, seconds] of delays.entries()) {
    expect(receiver.webhooks).toHaveLength(i + 1)
    // What is left of the last wait counts towards this one: never more than an eighth of it.
    await bank.advance(seconds * 1_000 * 0.7)
    expect(receiver.webhooks).toHaveLength(i + 1)
    await bank.advance(seconds * 1_000 * 0.42)
  }
  expect(receiver.webhooks).toHaveLength(5)
  const [listed] = await eventsOf(subject)
  expect(listed.delivery.status).toBe('RETRYING')
  const { body: event } = await bank.call('GET', `/v1/partner/events/${listed.id}`)
  expect(event.attempts).toHaveLength(5)
  expect(event.attempts[0]).toMatchObject({
    url: `${receiver.url}/webhook/transfer/status`,
    status: 500,
    answer: 'broken',
    error: null,
  })
  expect(new Set(receiver.webhooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(receiver.webhooks.map(({ body }) => body)).size).toBe(1)
})

test('after three days of failures an event is undelivered, stays readable, and a replay sends it', async () => {
  receiver.answerWith(503)
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.advance(4 * 24 * 3_600_000)
  const attempts = receiver.webhooks.length
  expect(attempts).toBeGreaterThan(10)
  const [event] = await eventsOf(subject)
  expect(event.delivery).toMatchObject({ status: 'UNDELIVERED', attempts, nextAttemptAt: null, deliveredAt: null })
  await bank.advance(24 * 3_600_000)
  expect(receiver.webhooks).toHaveLength(attempts)

  receiver.answerWith(204)
  const { body } = await bank.call('POST', '/v1/partner/events/replay', { undelivered: true })
  expect(body).toEqual({ replayed: 1 })
  await bank.settle()
  expect(receiver.webhooks).toHaveLength(attempts + 1)
  expect((await eventsOf(subject))[0].delivery.status).toBe('DELIVERED')
})

test('later events of a subject wait for an earlier one, those of other subjects do not', async () => {
  const [slow, other] = [fresh(), fresh()]
  receiver.behave = ({ body }, response) =>
    void response.writeHead(body.includes(`"${slow}"`) && body.includes('"1.00"') ? 500 : 200).end()
  await emit(kernel, [transferEnded(slow, '1.00'), transferEnded(slow, '2.00'), transferEnded(other, '3.00')])
  await emit(kernel, [transferEnded(slow, '4.00')])
  await bank.settle()
  expect(
    bodies()
      .map(({ amount }) => amount)
      .sort((a, b) => String(a).localeCompare(String(b))),
  ).toEqual(['1.00', '3.00'])
  expect((await eventsOf(slow)).map((event: { delivery: { status: string } }) => event.delivery.status)).toEqual([
    'RETRYING',
    'PENDING',
    'PENDING',
  ])
  receiver.answerWith(200)
  await bank.advance(10_000)
  expect(bodies().map(({ amount }) => amount)).toHaveLength(5)
  expect(
    bodies()
      .map(({ amount }) => amount)
      .slice(2),
  ).toEqual(['1.00', '2.00', '4.00'])
})

test('after five attempts an event leaves the order and those behind it go on', async () => {
  const subject = fresh()
  receiver.behave = ({ body }, response) => void response.writeHead(body.includes('"1.00"') ? 400 : 200).end()
  await emit(kernel, [transferEnded(subject, '1.00'), transferEnded(subject, '2.00'), transferEnded(subject, '3.00')])
  // The fourth attempt comes after 56 s, give or take a tenth, the fifth after 120 s.
  await bank.advance(65_000)
  const amounts = () => bodies().map(({ amount }) => amount)
  expect(amounts()).toEqual(['1.00', '1.00', '1.00', '1.00'])
  await bank.advance(75_000)
  expect(amounts().slice(0, 6)).toEqual(['1.00', '1.00', '1.00', '1.00', '1.00', '2.00'])
  expect(amounts().filter(amount => amount !== '1.00')).toEqual(['2.00', '3.00'])
  expect((await eventsOf(subject))[0].delivery.status).toBe('RETRYING')
})

test('an event of a type that nobody chose is logged and not sent; a replay of it sends it', async () => {
  const subject = fresh()
  await setWebhooks(bank, { url: receiver.url, events: ['user.status'] })
  await emit(kernel, [transferEnded(subject)])
  await bank.settle()
  expect(receiver.calls).toEqual([])
  const [event] = await eventsOf(subject)
  expect(event.delivery).toMatchObject({ status: 'OFF', attempts: 0 })
  expect((await bank.call('POST', `/v1/partner/events/${event.id}/replay`)).body).toEqual({ replayed: 1 })
  await bank.settle()
  expect(receiver.webhooks.map(({ headers }) => headers['webhook-id'])).toEqual([event.id])
})

test('without a choice a partner gets user.status when active only; by name all of it', async () => {
  const subject = fresh()
  const userStatus = (status: string) => ({
    type: 'user.status',
    subject,
    version: 1,
    body: { externalUserId: subject, status },
  })
  await emit(kernel, [userStatus('ACTIVE'), userStatus('SUSPENDED')])
  await bank.settle()
  expect(bodies().map(({ status }) => status)).toEqual(['ACTIVE'])
  await setWebhooks(bank, { url: receiver.url, events: ['user.status'] })
  await emit(kernel, [userStatus('UNSUSPENDED')])
  await bank.settle()
  expect(bodies().map(({ status }) => status)).toEqual(['ACTIVE', 'UNSUSPENDED'])
})

test('an own URL for a type is called as it is, one URL for everything too, and a base keeps its query', async () => {
  const send = async () => {
    await emit(kernel, [transferEnded(fresh())])
    await bank.settle()
    return receiver.webhooks.at(-1)?.path
  }
  await setWebhooks(bank, { url: `${receiver.url}/base/?tenant=1` })
  expect(await send()).toBe('/base/webhook/transfer/status?tenant=1')
  await setWebhooks(bank, { url: `${receiver.url}/all?x=1`, appendPath: false })
  expect(await send()).toBe('/all?x=1')
  await setWebhooks(bank, { overrides: { 'transfer.status': `${receiver.url}/mine` } })
  expect(await send()).toBe('/mine')
})

test('redirects are not followed and are failures', async () => {
  receiver.behave = (_call, response) => void response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end()
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.settle()
  expect(receiver.calls.map(({ path }) => path)).toEqual(['/webhook/transfer/status'])
  expect((await eventsOf(subject))[0].delivery.status).toBe('RETRYING')
})

test('of a long answer a kilobyte is kept and the connection is closed', async () => {
  receiver.behave = (_call, response) => {
    response.writeHead(200)
    const write = (): void => void (response.destroyed || response.write('x'.repeat(16_384), () => setImmediate(write)))
    write()
  }
  const subject = fresh()
  await emit(kernel, [transferEnded(subject)])
  await bank.settle()
  const [event] = await eventsOf(subject)
  expect(event.delivery.status).toBe('DELIVERED')
  const { body } = await bank.call('GET', `/v1/partner/events/${event.id}`)
  expect(body.attempts[0].answer).toBe('x'.repeat(1_024))
})

test('a personal body is opened for its receiver, what was answered to it is sealed, and after erasure it is not sent', async () => {
  const keyId = '0198c000-0000-7000-8000-00000000d001'
  const { vault, pool } = kernel
  await vault.createKey(pool, partnerId, keyId, await kernel.clock.now())
  const subject = fresh()
  const personal = { ...transferEnded(subject), dataKeyId: keyId }
  receiver.answerWith(500, 'I got Anna Nowak')
  await emit(kernel, [personal])
  await bank.settle()
  expect(bodies()).toEqual([personal.body])
  const [event] = await eventsOf(subject)
  const attempts = await bank.database.owner.query('select answer, sealed from webhooks.attempt where sequence = $1', [
    event.sequence,
  ])
  expect(attempts.rows[0].answer).toBeNull()
  expect(attempts.rows[0].sealed).not.toBeNull()
  const read = async () => (await bank.call('GET', `/v1/partner/events/${event.id}`)).body
  expect((await read()).attempts[0].answer).toBe('I got Anna Nowak')

  await bank.database.owner.query(
    'update vault.data_key set wrapped = null, destroyed_at = clock_timestamp() where id = $1',
    [keyId],
  )
  vault.forget(partnerId, keyId)
  await bank.advance(10_000)
  expect(receiver.webhooks).toHaveLength(1)
  expect(await read()).toMatchObject({
    body: { erased: true },
    delivery: { status: 'UNDELIVERED' },
    attempts: [{ answer: '[erased]' }],
  })
})

test('after an outage, one accepted call brings forward all that waits', async () => {
  receiver.answerWith(500)
  await emit(kernel, [transferEnded(fresh()), transferEnded(fresh()), transferEnded(fresh())])
  await bank.advance(2 * 3_600_000)
  receiver.answerWith(200)
  const sent = receiver.webhooks.length
  await emit(kernel, [transferEnded(fresh())])
  await bank.settle()
  await expect.poll(() => receiver.webhooks.length).toBe(sent + 4)
})

test('a failing endpoint is asked for its health every minute, with its token; healthy again, it gets all at once', async () => {
  receiver.answerWith(500)
  await emit(kernel, [transferEnded(fresh())])
  await bank.advance(60_000)
  const probes = () => receiver.calls.filter(({ method }) => method === 'GET')
  for (let minutes = 1; minutes <= 3; minutes += 1) {
    await bank.advance(60_000)
    await expect.poll(() => probes().length).toBe(minutes)
  }
  expect(probes()[0]?.path).toBe('/webhook/health')
  expect(probes()[0]?.headers['authorization']).toBe('the-token')
  receiver.answerWith(200)
  const sent = receiver.webhooks.length
  await bank.advance(60_000)
  await expect.poll(() => receiver.webhooks.length).toBe(sent + 1)
})
