import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostBank } from './adapter.ts'
import { listenForPayees, type PayeeListener } from './payee-listener.ts'
import { payeePath } from './payee-wire.ts'

const complaints: unknown[] = []
const log = { info: () => undefined, warn: () => undefined, error: (detail: unknown) => void complaints.push(detail) }
let listener: PayeeListener
beforeAll(async () => {
  listener = await listenForPayees({
    host: '127.0.0.1',
    port: 0,
    token: 'secret',
    log,
    answer: ({ name }) =>
      name === 'bug'
        ? Promise.reject(new Error('a bug'))
        : Promise.resolve({ match: name === 'Anna' ? 'MTCH' : 'CMTC', matchedName: name === 'Anna' ? null : 'Anna' }),
  })
})
afterAll(() => listener.close())

const iban = 'LT989999900000000000'
const id = '0193c1d2-6f60-4b3a-8c1d-5a1e6f0b0001'
interface Asking {
  readonly token?: string
  readonly url?: string
  readonly method?: string
  readonly requestId?: string | null
}
const ask = (body: string, { token = 'secret', url = listener.url, method = 'POST', requestId = id }: Asking = {}) =>
  fetch(url, {
    method,
    ...(method === 'GET' ? {} : { body }),
    headers: { authorization: `Bearer ${token}`, ...(requestId === null ? {} : { 'x-request-id': requestId }) },
  })

test('a question in the EPC’s form is answered in its form, with its request id', async () => {
  const agent = { financialInstitutionId: { bicfi: 'DEUTDEFF' } }
  const question = { party: { name: 'Anne' }, partyAccount: { iban }, partyAgent: agent, requestingAgent: agent }
  const answer = await ask(JSON.stringify({ ...question, unstructuredRemittanceInformation: ['INV-1'] }))
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, id])
  expect(Date.parse(answer.headers.get('x-response-timestamp') ?? '')).toBeGreaterThan(0)
  expect(await answer.json()).toEqual({ partyNameMatch: 'CMTC', matchedName: 'Anna' })
})

test('who asks for an identification is told that we cannot say', async () => {
  const party = { identification: { organisationId: { lei: '529900T8BM49AURSDO55' } } }
  const answer = await ask(JSON.stringify({ party, partyAccount: { iban } }))
  expect([answer.status, await answer.json()]).toEqual([200, { partyIdMatch: 'NOAP' }])
})

test('a refusal says in a code and in words why, with the request id', async () => {
  const answer = await ask('{}')
  expect([answer.headers.get('content-type'), answer.headers.get('x-request-id')]).toEqual([
    'application/problem+json',
    id,
  ])
  expect(await answer.json()).toMatchObject({ code: 'FORMAT_ERROR', status: 400, title: 'Bad Request' })
  const question = JSON.stringify({ party: { name: 'Anna' }, partyAccount: { iban } })
  expect((await ask(question, { requestId: null })).status).toBe(400)
  expect((await ask(question, { requestId: 'r-1' })).status).toBe(400)
})

test('our own client asks as we listen', async () => {
  const url = listener.url.slice(0, -payeePath.length)
  const bank = hostBank(() => Promise.resolve({ url, token: 'secret' }), 'FLRNLT20XXX')
  expect(await bank.verifyPayee({ name: 'Anna', iban })).toEqual({ match: 'MTCH', matchedName: null })
})

test.each([
  ['{}', 400],
  ['<a/>', 400],
  [JSON.stringify({ party: { name: ' ' }, partyAccount: { iban } }), 400],
  [JSON.stringify({ party: { name: 'x'.repeat(141) }, partyAccount: { iban } }), 400],
  [JSON.stringify({ party: { name: 'x' }, partyAccount: { iban: 'LT98 9999' } }), 400],
  ['x'.repeat(10_001), 413],
  [JSON.stringify({ party: { name: 'bug' }, partyAccount: { iban } }), 500],
])('a question that is none of the form is refused: %s', async (body, status) => {
  expect((await ask(body)).status).toBe(status)
})

test('without the token, elsewhere or otherwise nobody is told anything', async () => {
  const question = JSON.stringify({ party: { name: 'Anna' }, partyAccount: { iban } })
  expect((await ask(question, { token: 'secreT' })).status).toBe(401)
  expect((await ask(question, { token: '' })).status).toBe(401)
  expect((await ask(question, { url: `${listener.url}/x` })).status).toBe(404)
  expect((await ask(question, { method: 'GET' })).status).toBe(405)
})
