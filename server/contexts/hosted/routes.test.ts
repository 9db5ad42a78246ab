import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { askAgain, listCases } from '../kyc/index.ts'
import { demoPartners } from '../partners/index.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank?.stop())

/** A picture that decodes: what it shows is not looked at here. */
const picture = async (): Promise<Blob> => {
  const { default: sharp } = await import('sharp')
  const image = sharp({ create: { width: 1_200, height: 800, channels: 3, background: '#88aacc' } })
  return new Blob([new Uint8Array(await image.jpeg().toBuffer())], { type: 'image/jpeg' })
}

async function newUser(externalUserId: string): Promise<void> {
  const { status, text } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48500600700',
    firstName: 'Anna',
    lastName: 'Nowak',
    address: 'Piotrkowska 1',
    city: 'Łódź',
    postCode: '90-001',
    country: 'PL',
    citizenship: 'PL',
  })
  if (status !== 200) throw new Error(text)
}

const newLink = async (externalUserId: string, more = {}): Promise<string> =>
  (await bank.call('POST', '/v1/kyc', { externalUserId, ...more })).body.verificationUrl

async function page(link: string, method: string, path: string, options: { token?: string; body?: unknown } = {}) {
  const { token, body } = options
  const isForm = body instanceof FormData
  const response = await fetch(`${link}/${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  return { status: response.status, body: (await response.json()) as any }
}

const challengeOf = async (user: string) =>
  (await bank.database.owner.query('select challenge from kyc."case" where external_user_id = $1', [user])).rows

async function send(link: string, token: string, part: string) {
  const form = new FormData()
  form.append(part, await picture(), 'picture.jpg')
  return page(link, 'POST', 'files', { token, body: form })
}

const passport = { documentType: 'PASSPORT', documentCountry: 'PL', documentNumber: 'EA1234567' }

test('from the link to a verification that can be decided, by the same verbs as a partner’s own calls', async () => {
  await newUser('anna 1')
  const link = await newLink('anna 1', { locale: 'pl', successUrl: 'https://partner.example/done' })
  expect(link).toContain('/v1/kyc/verification/anna%201/')
  const { body: opened } = await page(link, 'POST', 'open', { body: {} })
  expect(opened).toMatchObject({ link: 'OPENED', state: { status: 'OPEN', locale: 'pl', hasConsented: false } })
  const { token } = opened
  const early = await send(link, token, 'front')
  expect([early.status, early.body.errorMessage]).toEqual([400, 'hasAgreed must be true first'])
  expect((await page(link, 'POST', 'consent', { token, body: { hasAgreed: false } })).status).toBe(400)
  await page(link, 'POST', 'consent', { token, body: { hasAgreed: true } })
  const idCard = { ...passport, documentType: 'ID_CARD' }
  const chosen = await page(link, 'PUT', 'document', { token, body: idCard })
  expect(chosen.body).toMatchObject({ document: idCard, missing: ['FRONT', 'BACK', 'SELFIE'] })
  expect((await send(link, token, 'selfie')).body.missing).toEqual(['FRONT', 'BACK'])
  expect((await send(link, token, 'front')).body.parts).toEqual(['SELFIE', 'FRONT'])
  const incomplete = await page(link, 'POST', 'submit', { token, body: {} })
  expect(incomplete.body.errorMessage).toBe('back is missing')
  const other = await page(link, 'PUT', 'document', { token, body: passport })
  expect(other.body).toMatchObject({ parts: ['SELFIE'], missing: ['FRONT'] })
  await send(link, token, 'front')
  const sent = await page(link, 'POST', 'submit', { token, body: {} })
  expect(sent.body).toMatchObject({ status: 'SUBMITTED', missing: [] })
  expect((await page(link, 'POST', 'submit', { token, body: {} })).status).toBe(200)
  // The selfie was uploaded: nobody saw the head turn.
  expect(await challengeOf('anna 1')).toEqual([{ challenge: 'UNDONE' }])
  expect((await send(link, token, 'front')).status).toBe(404)
  const unasked = await page(link, 'POST', 'again', { token, body: {} })
  expect([unasked.status, unasked.body.errorCode]).toEqual([404, 'P445'])
  await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId: 'anna 1', decision: 'APPROVED' })
  expect((await page(link, 'GET', 'state', { token })).body.kycStatus).toBe('APPROVED')
  expect((await bank.call('GET', '/v1/kyc/status/anna%201')).body.status).toBe('APPROVED')
})

test('a link belongs to the browser that opens it first; a look at it opens nothing', async () => {
  await newUser('anna 2')
  const link = await newLink('anna 2')
  for (let look = 0; look < 3; look += 1) expect((await fetch(link)).status).toBe(200)
  const both = await Promise.all([1, 2].map(() => page(link, 'POST', 'open', { body: {} })))
  expect(new Set(both.map(({ body }) => body.link))).toEqual(new Set(['OPENED', 'TAKEN']))
  expect((await page(link, 'GET', 'state')).status).toBe(401)
  expect((await page(link, 'GET', 'state', { token: `kv_${'a'.repeat(43)}` })).status).toBe(401)
  const { rows } = await bank.database.owner.query('select token_hash::text as hash from hosted.verification')
  const token = both.map(({ body }) => body.token).find(Boolean)
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'))
})

test('a token opens its own verification and nothing else, and a partner’s key opens none', async () => {
  await newUser('anna 3')
  await newUser('anna 4')
  const [mine, other] = [await newLink('anna 3'), await newLink('anna 4')]
  const { token } = (await page(mine, 'POST', 'open', { body: {} })).body
  expect((await page(mine, 'GET', 'state', { token })).status).toBe(200)
  expect((await page(other, 'GET', 'state', { token })).status).toBe(404)
  const calls = await fetch(`${bank.url}/v1/users`, {
    headers: { authorization: `Bearer ${token}`, 'x-api-key': token },
  })
  expect(calls.status).toBe(401)
  const byKey = await fetch(`${mine}/state`, { headers: { 'x-api-key': bank.keys.kyc } })
  expect(byKey.status).toBe(401)
  const logged = await bank.call('GET', '/v1/partner/requests?limit=200')
  expect(JSON.stringify(logged.body)).not.toContain('/state')
})

test('a link ends after a day, and when a newer one is made', async () => {
  await newUser('anna 5')
  const first = await newLink('anna 5')
  const { token } = (await page(first, 'POST', 'open', { body: {} })).body
  const second = await newLink('anna 5')
  expect((await page(first, 'GET', 'state', { token })).body.status).toBe('REPLACED')
  expect((await page(first, 'POST', 'consent', { token, body: { hasAgreed: true } })).status).toBe(404)
  await bank.advance(24 * 3_600_000)
  expect((await page(second, 'POST', 'open', { body: {} })).body).toMatchObject({ link: 'EXPIRED', token: null })
  const unknown = second.replace(/[0-9a-f]{8}-/, '00000000-')
  expect((await page(unknown, 'POST', 'open', { body: {} })).body.errorCode).toBe('P445')
})

test('the page loads nothing from elsewhere, is in nobody’s frame and tells nobody where the user came from', async () => {
  await newUser('anna 6')
  const response = await fetch(await newLink('anna 6'))
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const html = await response.text()
  expect(html).not.toContain('anna 6')
  for (const [, path = ''] of html.matchAll(/(?:src|href)="(\/hosted\/[^"]+)"/g)) {
    const asset = await fetch(bank.url + path)
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
})

test('a partner says how its pages look, and what it leaves out is as by default', async () => {
  expect((await bank.call('GET', '/v1/partner/branding')).body).toMatchObject({ accentColour: '#1f4e79', logo: null })
  const logo = 'data:image/png;base64,iVBORw0KGgo='
  const said = await bank.call('PUT', '/v1/partner/branding', { displayName: 'Acme', accentColour: '#AA3300', logo })
  expect(said.body).toEqual({ displayName: 'Acme', accentColour: '#aa3300', logo })
  await newUser('anna 7')
  const { body } = await page(await newLink('anna 7'), 'POST', 'open', { body: {} })
  expect(body.state.partner).toEqual(said.body)
  const bad = await bank.call('PUT', '/v1/partner/branding', { logo: 'data:image/svg+xml;base64,AAAA' })
  expect(bad.body.errorMessage).toBe('logo must be a data URL of a png, jpeg or webp in base64')
  const reset = await bank.call('PUT', '/v1/partner/branding', {})
  expect(reset.body).toMatchObject({ accentColour: '#1f4e79', logo: null })
})

const frameNames = ['first', 'second', 'third']
async function sendFrames(link: string, token: string, challengeId: string, names = frameNames) {
  const form = new FormData()
  for (const name of names) form.append(name, await picture(), 'picture.jpg')
  return page(link, 'POST', `challenge/${challengeId}`, { token, body: form })
}

test('the head is turned in the order that was drawn, once and in time; a selfie alone is one that was not seen to turn', async () => {
  await newUser('anna 9')
  const link = await newLink('anna 9')
  const { token } = (await page(link, 'POST', 'open', { body: {} })).body
  const draw = async () => (await page(link, 'POST', 'challenge', { token, body: {} })).body
  expect((await draw()).errorMessage).toBe('hasAgreed must be true first')
  await page(link, 'POST', 'consent', { token, body: { hasAgreed: true } })
  await page(link, 'PUT', 'document', { token, body: passport })
  await send(link, token, 'front')
  const [before, first] = [await draw(), await draw()]
  const { challengeId, poses } = first.challenge
  expect([poses.length, new Set(poses)]).toEqual([3, new Set(['STRAIGHT', 'LEFT', 'RIGHT'])])
  const over = 'challengeId is good no longer: ask for a new one'
  expect((await sendFrames(link, token, before.challenge.challengeId)).body.errorMessage).toBe(over)
  const two = await sendFrames(link, token, challengeId, ['first', 'third'])
  expect(two.body.errorMessage).toBe('second is missing')
  await bank.advance(5 * 60_000)
  expect((await sendFrames(link, token, challengeId)).body.errorMessage).toBe(over)
  expect((await page(link, 'GET', 'state', { token })).body.challenge).toBeNull()

  const drawn = (await draw()).challenge
  const done = await sendFrames(link, token, drawn.challengeId)
  expect(done.body).toMatchObject({ parts: ['FRONT', 'SELFIE'], missing: [], challenge: null, isChallengeDone: true })
  expect((await sendFrames(link, token, drawn.challengeId)).body.errorMessage).toBe(over)
  const { rows } = await bank.database.owner.query(
    `select part from kyc.file f join users."user" u on u.id = f.user_id where u.external_user_id = 'anna 9' order by f.id`,
  )
  const partOf = (pose: string) => (pose === 'STRAIGHT' ? 'SELFIE' : pose)
  expect(rows.map(({ part }) => part)).toEqual(['FRONT', ...drawn.poses.map(partOf)])
  expect((await send(link, token, 'selfie')).body.isChallengeDone).toBe(false)
  await sendFrames(link, token, (await draw()).challenge.challengeId)
  await page(link, 'POST', 'submit', { token, body: {} })
  expect(await challengeOf('anna 9')).toEqual([{ challenge: 'DONE' }])
})

test('who is asked for better pictures sends them by the same link', async () => {
  await newUser('anna 8')
  const link = await newLink('anna 8')
  const { token } = (await page(link, 'POST', 'open', { body: {} })).body
  await page(link, 'POST', 'consent', { token, body: { hasAgreed: true } })
  await page(link, 'PUT', 'document', { token, body: passport })
  for (const part of ['front', 'selfie']) await send(link, token, part)
  await page(link, 'POST', 'submit', { token, body: {} })
  await bank.settle()
  const { kernel } = bank.running.resources
  await transact(kernel, { actor: 'operator:jo', partnerId: demoPartners.kyc.id }, async work => {
    const { items } = await listCases(work, { partnerId: demoPartners.kyc.id })
    const caseId = items.find(({ kycCase }) => kycCase.externalUserId === 'anna 8')?.kycCase.id ?? ''
    return askAgain(work, { caseId, reasons: ['The front is blurred'] })
  })
  const asked = await page(link, 'GET', 'state', { token })
  expect(asked.body).toMatchObject({ kycStatus: 'PENDING', rejectionReasons: ['The front is blurred'] })
  const again = await page(link, 'POST', 'again', { token, body: {} })
  expect(again.body).toMatchObject({ status: 'OPEN', parts: [], missing: ['FRONT', 'SELFIE'] })
  for (const part of ['front', 'selfie']) await send(link, token, part)
  expect((await page(link, 'POST', 'submit', { token, body: {} })).body.status).toBe('SUBMITTED')
  await bank.settle()
  expect((await page(link, 'GET', 'state', { token })).body.kycStatus).toBe('IN_REVIEW')
})

test('nothing of it was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
