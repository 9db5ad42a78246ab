import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Receiver } from '../../../tests/harness/receiver.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { emit, setWebhooks, transferEnded } from '../../../tests/harness/webhooks.ts'
import { demoPartners } from '../partners/index.ts'

let bank: Bank
let receiver: Receiver
const partnerId: string = demoPartners.noKyc.id
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank?.stop())
beforeEach(async () => {
  receiver = await Receiver.start()
  await setWebhooks(bank, { url: receiver.url, events: ['user.status', 'transfer.status'] }, bank.keys.noKyc)
})
afterEach(() => receiver.stop())

const kernel = () => bank.running.resources.kernel
const call = (method: string, path: string, body?: object) => bank.call(method, path, body, { key: bank.keys.noKyc })

/** A user that was suspended and unsuspended, which the partner was told. Returns its id. */
async function createTold(externalUserId: string): Promise<string> {
  const person = { externalUserId, email: 'b@example.com', firstName: 'Bo', lastName: 'Li' }
  const { body } = await call('POST', '/v1/user/balances/crypto', person)
  for (const verb of ['suspend', 'unsuspend'])
    await call('PATCH', `/v1/user/${verb}/${encodeURIComponent(externalUserId)}`)
  await bank.settle()
  return body.userId
}

const find = async (subject: string, more = '') =>
  (await call('GET', `/v1/partner/events?subject=${encodeURIComponent(subject)}${more}`)).body
const statuses = async (subject: string, more = ''): Promise<string[]> =>
  (await find(subject, more)).events.map(({ body }: { body: { status: string } }) => body.status)
const replay = async (body: object): Promise<[number, string[]]> => {
  receiver.calls.length = 0
  const answer = await call('POST', '/v1/partner/events/replay', body)
  await bank.settle()
  return [answer.body.replayed, receiver.webhooks.map(sent => JSON.parse(sent.body).status)]
}

test('the events of a user are found by its externalUserId as by its id, under every filter and by page', async () => {
  const userId = await createTold('told')
  await createTold('other')
  for (const subject of ['told', userId]) {
    expect(await statuses(subject)).toEqual(['SUSPENDED', 'UNSUSPENDED'])
    expect(await statuses(subject, '&type=user.status')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
    expect(await statuses(subject, '&type=transfer.status')).toEqual([])
    expect(await statuses(subject, '&delivered=true')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
    expect(await statuses(subject, '&delivered=false')).toEqual([])
  }
  const first = await find('told', '&limit=1')
  expect(first.events[0].subject).toBe(userId)
  expect(await statuses('told', `&after=${first.events[0].sequence}`)).toEqual(['UNSUSPENDED'])
  const next = await find('told', `&limit=1&cursor=${first.nextCursor}`)
  expect([next.events[0].body.status, next.nextCursor]).toEqual(['UNSUSPENDED', null])
})

test('what was not delivered is found by the externalUserId too', async () => {
  receiver.answerWith(500)
  await createTold('refused')
  expect(await statuses('refused', '&delivered=false')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
  expect(await statuses('refused', '&delivered=true')).toEqual([])
  await setWebhooks(bank, { url: receiver.url, events: ['transfer.status'] }, bank.keys.noKyc)
  await createTold('unwanted')
  expect(await statuses('unwanted', '&delivered=false')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
})

test('a replay sends the events of the user that an externalUserId names, and nothing of others', async () => {
  const userId = await createTold('again')
  await createTold('not-again')
  for (const subject of ['again', userId]) expect(await replay({ subject })).toEqual([2, ['SUSPENDED', 'UNSUSPENDED']])
  expect(await replay({ subject: 'again', undelivered: true })).toEqual([0, []])
})

test('the events of a deleted user are found by the externalUserId that it had', async () => {
  await createTold('gone')
  await call('DELETE', '/v1/user/gone')
  await bank.settle()
  expect(await statuses('gone')).toEqual(['SUSPENDED', 'UNSUSPENDED', 'DELETED'])
  expect(await replay({ subject: 'gone' })).toEqual([3, ['SUSPENDED', 'UNSUSPENDED', 'DELETED']])
})

test('an externalUserId that is the id of an object too finds the events of both, in the order of the log', async () => {
  const objectId = '0198c000-0000-7000-8000-0000000000aa'
  await emit(kernel(), [transferEnded(objectId)], partnerId)
  await createTold(objectId)
  await emit(kernel(), [transferEnded(objectId)], partnerId)
  await bank.settle()
  const all = ['COMPLETED', 'SUSPENDED', 'UNSUSPENDED', 'COMPLETED']
  expect(await statuses(objectId)).toEqual(all)
  expect(await statuses(objectId, '&limit=3')).toEqual(all.slice(0, 3))
  expect(await statuses(objectId, '&delivered=true')).toEqual(all)
  expect((await replay({ subject: objectId }))[0]).toBe(4)
})

test('an externalUserId is taken as it is: in its letter case and with its spaces', async () => {
  await createTold(' Case ')
  expect(await statuses(' Case ')).toEqual(['SUSPENDED', 'UNSUSPENDED'])
  expect(await statuses('Case')).toEqual([])
  expect(await replay({ subject: ' Case ' })).toEqual([2, ['SUSPENDED', 'UNSUSPENDED']])
})

test('a subject that nobody has, or only a user of another partner, is an empty list', async () => {
  const userId = await createTold('mine')
  expect(await find('nobody')).toEqual({ events: [], nextCursor: null })
  expect(await replay({ subject: 'nobody' })).toEqual([0, []])
  for (const subject of ['mine', userId])
    expect((await bank.call('GET', `/v1/partner/events?subject=${subject}`)).body).toEqual({
      events: [],
      nextCursor: null,
    })
})
