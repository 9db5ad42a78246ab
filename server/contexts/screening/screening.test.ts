import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBeside } from '../../../tests/harness/beside.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { people as userPeople } from '../../bind-screening.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import { createOperator, makeToken } from '../operator/index.ts'
import { demoPartners } from '../partners/index.ts'
import { listScreener } from './list-screener.ts'
import { rescreenJob } from './rescreen-users.ts'
import { screenPerson } from './screen-person.ts'

let bank: Bank
let kernel: Kernel
const tokens = { Cleo: '', Omar: '', Ada: '' }
const reason = 'as the law asks'
const partnerId = demoPartners.kyc.id

beforeAll(async () => {
  bank = await startBank()
  kernel = bank.running.resources.kernel
  for (const [name, role] of [
    ['Cleo', 'compliance'],
    ['Omar', 'compliance'],
    ['Ada', 'admin'],
  ] as const) {
    const token = makeToken()
    tokens[name] = token
    await transact(kernel, { actor: 'test', partnerId: NIL_ID }, work =>
      createOperator(work, { name, roles: [role], token }),
    )
  }
})
afterAll(() => bank?.stop())

async function operate(method: string, path: string, body?: object, who: keyof typeof tokens = 'Cleo') {
  const response = await fetch(`${bank.operatorUrl}/operator/v1/screening${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  return { status: response.status, body: (await response.json()) as any }
}

interface Listed {
  readonly id: string
  readonly name: string
  readonly birthDate?: string
}

const ftm = (people: readonly Listed[]): Buffer =>
  Buffer.from(
    people
      .map(({ id, name, birthDate }) => {
        const properties = { name: [name], topics: ['sanction'], ...(birthDate ? { birthDate: [birthDate] } : {}) }
        return `${JSON.stringify({ id, schema: 'Person', properties })}\n`
      })
      .join(''),
  )

/** Loads a list by the operator's own calls, in parts of `partBytes`. */
async function load(list: string, file: Buffer, { partBytes = 1_000, isShrinkAllowed = false } = {}) {
  const sha256 = hash('sha256', file, 'hex')
  const begun = await operate('POST', '/loads', { list, sha256, sizeBytes: file.length, isShrinkAllowed, reason })
  const { loadId } = begun.body
  for (let position = 0; position * partBytes < file.length; position += 1) {
    const content = file.subarray(position * partBytes, (position + 1) * partBytes).toString('base64')
    expect((await operate('POST', `/loads/${loadId}/parts`, { position, content, reason })).status).toBe(200)
  }
  await operate('POST', `/loads/${loadId}/submit`, { reason })
  await bank.settle()
  return (await operate('GET', `/loads/${loadId}`)).body
}

let users = 0
async function newUser(person: Record<string, string>, key = bank.keys.kyc): Promise<string> {
  users += 1
  const externalUserId = `person-${users}`
  const isKyc = key === bank.keys.kyc
  const { status, text } = await bank.call(
    'POST',
    isKyc ? '/v1/user/balances/crypto-and-fiat' : '/v1/user/balances/crypto',
    {
      externalUserId,
      email: `${externalUserId}@example.com`,
      phone: '+48500600700',
      address: 'Piotrkowska 1',
      city: 'Łódź',
      postCode: '90-001',
      country: 'PL',
      citizenship: 'PL',
      ...person,
    },
    { key },
  )
  if (status !== 200) throw new Error(text)
  return externalUserId
}

const dismiss = async (hitId: string, who: keyof typeof tokens = 'Cleo') =>
  (await operate('POST', `/hits/${hitId}/decide`, { decision: 'FALSE_POSITIVE', reason }, who)).body

const hitsOf = async (externalUserId: string) =>
  (await operate('GET', '/hits?limit=200')).body.hits.filter(
    (hit: { externalUserId: string }) => hit.externalUserId === externalUserId,
  )

test('a new user of any model whose name is on the list, in another script, is a hit that names its evidence', async () => {
  const inLatin = await newUser({ firstName: 'Wiktor', lastName: 'Sankcjonow', birthDate: '1961-04-12' })
  const inCyrillic = await newUser({ firstName: 'ВИКТОР', lastName: 'САНКЦИОНОВ' }, bank.keys.noKyc)
  const nobody = await newUser({ firstName: 'Anna', lastName: 'Nowak', birthDate: '1990-01-01' })
  await bank.settle()
  const [hit] = await hitsOf(inLatin)
  expect(hit).toMatchObject({ status: 'OPEN', list: 'sandbox', topics: ['SANCTION'], decidedBy: null })
  expect(hit.match.entityId).toBe('mu-0001')
  expect(hit.match.evidence).toContainEqual({
    compared: 'birth-date',
    outcome: 'same',
    given: '1961-04-12',
    listed: '1961-04-12',
    points: 5,
  })
  expect(await hitsOf(inCyrillic)).toHaveLength(1)
  expect(await hitsOf(nobody)).toEqual([])
})

test('every magic name of the documentation is a hit of the topic that it names', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/magic-values.md'), 'utf8')
  const rows = [...text.matchAll(/^\| (`[^|]+) \| ([\d-]+) \| ([A-Z]{2}) \| ([A-Z_]+) \|$/gm)]
  expect(rows).toHaveLength(7)
  for (const [, names = '', born = '', country, topic] of rows) {
    for (const [, name] of names.matchAll(/`([^`]+)`/g)) {
      const birthDate = born.length === 10 ? born : `${born}-06-01`
      const { body } = await operate('POST', '/check', { name, birthDate, country, reason })
      expect([name, body.matches[0]?.topics]).toEqual([name, expect.arrayContaining([topic])])
      const other = await operate('POST', '/check', { name, birthDate: '2001-01-31', country, reason })
      expect([name, other.body.matches]).toEqual([name, []])
    }
  }
})

test('no name of a user, and nothing that tells it, stands in clear in the database', async () => {
  const { rows } = await bank.database.owner.query<{ row: string }>(
    `select to_jsonb(h)::text as row from screening.hit h union all select to_jsonb(s)::text from screening.screening s`,
  )
  const all = rows.map(({ row }) => row).join('\n')
  expect(rows.length).toBeGreaterThan(3)
  expect(all).not.toMatch(/sank|wiktor|mu-0001|1961-04-12/i)
})

test('every existing user is compared again when a list changes, and hits lapse when it changes back', async () => {
  const listed = await newUser({ firstName: 'Zofia', lastName: 'Przykładowa' })
  await bank.settle()
  expect(await hitsOf(listed)).toEqual([])
  const first = await load(
    'eu',
    ftm([
      { id: 'a', name: 'Przykładowa Zofia' },
      { id: 'b', name: 'Some Body' },
    ]),
  )
  expect(first).toMatchObject({ status: 'ACTIVE', listVersion: 1, people: 2, skipped: 0, format: 'FTM' })
  const [hit] = await hitsOf(listed)
  expect(hit).toMatchObject({ status: 'OPEN', list: 'eu' })
  const { sweeps, lists } = (await operate('GET', '/lists')).body
  expect(sweeps[0]).toMatchObject({ status: 'DONE', loadId: first.loadId })
  expect(sweeps[0].userCount).toBeGreaterThanOrEqual(4)
  expect(lists.map((one: { list: string }) => one.list)).toEqual(['eu', 'sandbox'])
  await load('eu', ftm([{ id: 'b', name: 'Some Body' }]), { isShrinkAllowed: true })
  expect((await hitsOf(listed)).map((one: { status: string }) => one.status)).toEqual(['LAPSED'])
  await load(
    'eu',
    ftm([
      { id: 'a', name: 'Przykładowa Zofia' },
      { id: 'b', name: 'Some Body' },
    ]),
  )
  expect((await hitsOf(listed)).map((one: { status: string }) => one.status)).toEqual(['OPEN'])
  const shown = (await operate('GET', '/loads?list=eu')).body.loads
  expect(shown.map((one: { status: string }) => one.status)).toEqual(['ACTIVE', 'SUPERSEDED', 'SUPERSEDED'])
})

test('an active user whom a new list may name is held until that is settled, and nobody else lifts it', async () => {
  const key = bank.keys.noKyc
  const user = await newUser({ firstName: 'Teodor', lastName: 'Wstrzymany' }, key)
  await bank.settle()
  const of = (method: string, path: string, body?: object) => bank.call(method, path, body, { key })
  const { userId, status } = (await of('GET', `/v1/user/${user}`)).body
  expect(status).toBe('ACTIVE')
  const statusNow = async (): Promise<string> => (await of('GET', `/v1/user/${user}`)).body.status
  const out = { sourceExternalUserId: user, amount: '1.00', currency: 'eur' }

  await load('held', ftm([{ id: 'h', name: 'Wstrzymany Teodor' }]))
  expect(await statusNow()).toBe('SUSPENDED')
  expect((await of('POST', '/v1/transfer', out)).body.errorCode).toBe('P455')
  await of('PATCH', `/v1/user/suspend/${user}`)
  await of('PATCH', `/v1/user/unsuspend/${user}`)
  const path = `${bank.operatorUrl}/operator/v1/partners/${demoPartners.noKyc.id}/users/${userId}`
  const headers = { authorization: `Bearer ${tokens.Cleo}`, 'content-type': 'application/json' }
  await fetch(`${path}/unsuspend`, { method: 'POST', headers, body: JSON.stringify({ reason }) })
  expect(await statusNow()).toBe('SUSPENDED')
  const shown = (await (await fetch(path, { headers })).json()) as { restrainedAt: string | null }
  expect(shown.restrainedAt).not.toBeNull()

  const [hit] = await hitsOf(user)
  expect(await dismiss(hit.hitId)).toMatchObject({ status: 'OPEN', approvedBy: 'operator:Cleo' })
  expect(await dismiss(hit.hitId)).toMatchObject({ status: 'OPEN' })
  expect(await statusNow()).toBe('SUSPENDED')
  await dismiss(hit.hitId, 'Omar')
  expect(await statusNow()).toBe('ACTIVE')
  expect((await of('POST', '/v1/transfer', out)).body.errorCode).toBe('P433')
  // The list says something new of the person, and later nothing at all.
  await load('held', ftm([{ id: 'h', name: 'Wstrzymany Teodor', birthDate: '1970-01-01' }]))
  expect(await statusNow()).toBe('SUSPENDED')
  await load('held', ftm([{ id: 'x', name: 'Some Body' }]), { isShrinkAllowed: true })
  expect(await statusNow()).toBe('ACTIVE')
  const { rows } = await bank.database.owner.query<{ status: string }>(
    `select body::jsonb ->> 'status' as status from events.event where subject = $1 and type = 'user.status' order by id`,
    [userId],
  )
  expect(rows.map(row => row.status)).toEqual(['SUSPENDED', 'UNSUSPENDED', 'SUSPENDED', 'UNSUSPENDED'])
})

test('what was dismissed stays dismissed until the list says something new of the person', async () => {
  const user = await newUser({ firstName: 'Ewa', lastName: 'Zamienna', birthDate: '1980-05-05' })
  await load('un', ftm([{ id: 'e', name: 'Ewa Zamienna' }]))
  const [hit] = await hitsOf(user)
  await dismiss(hit.hitId, 'Omar')
  const dismissed = await dismiss(hit.hitId)
  expect(dismissed).toMatchObject({ status: 'FALSE_POSITIVE', decidedBy: 'operator:Cleo', approvedBy: 'operator:Omar' })
  await load(
    'un',
    ftm([
      { id: 'e', name: 'Ewa Zamienna' },
      { id: 'f', name: 'Another One' },
    ]),
  )
  expect((await hitsOf(user))[0].status).toBe('FALSE_POSITIVE')
  await load(
    'un',
    ftm([
      { id: 'e', name: 'Ewa Zamienna', birthDate: '1980' },
      { id: 'f', name: 'Another One' },
    ]),
  )
  expect((await hitsOf(user))[0]).toMatchObject({ status: 'OPEN', decidedBy: null, approvedBy: null })
})

test('whoever is the person of the list is suspended at once, and the partner cannot lift it', async () => {
  const user = await newUser({ firstName: 'Viktor', lastName: 'Sanktsionov', birthDate: '1961-04-12' })
  await bank.settle()
  const [hit] = await hitsOf(user)
  const decide = () => operate('POST', `/hits/${hit.hitId}/decide`, { decision: 'TRUE_MATCH', reason })
  expect((await decide()).body.status).toBe('TRUE_MATCH')
  expect((await decide()).status).toBe(200)
  expect((await bank.call('GET', `/v1/user/${user}`)).body.status).toBe('SUSPENDED')
  await bank.call('PATCH', `/v1/user/unsuspend/${user}`)
  expect((await bank.call('GET', `/v1/user/${user}`)).body.status).toBe('SUSPENDED')
  const { rows } = await bank.database.owner.query(
    `select actor, reason, partner_id from audit.record where action = 'screening.hit-decided' and detail ->> 'hitId' = $1`,
    [hit.hitId],
  )
  expect(rows).toEqual([{ actor: 'operator:Cleo', reason, partner_id: partnerId }])
})

test('one operator at a time has a hit; who comes second is told so, and an administrator can free it', async () => {
  const user = await newUser({ firstName: 'Kim', lastName: 'Geum-ji', birthDate: '1968-11-30' })
  await bank.settle()
  const [{ hitId }] = await hitsOf(user)
  const claim = (who: keyof typeof tokens, more = {}) =>
    operate('POST', `/hits/${hitId}/claim`, { reason, ...more }, who)
  // At once: one is first, whoever it is.
  const both = await Promise.all([claim('Cleo'), claim('Omar')])
  const first = both[0].status === 200 ? 'Cleo' : 'Omar'
  const second = first === 'Cleo' ? 'Omar' : 'Cleo'
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await claim(first)).body).toMatchObject({ claimedBy: `operator:${first}`, claimedAt: expect.any(String) })
  for (const [path, more] of [
    ['claim', {}],
    ['claim', { release: true }],
    ['decide', { decision: 'TRUE_MATCH' }],
    ['decide', { decision: 'FALSE_POSITIVE' }],
  ] as const) {
    const { body } = await operate('POST', `/hits/${hitId}/${path}`, { reason, ...more }, second)
    expect(body).toMatchObject({ errorCode: 'P403', errorMessage: `hitId is claimed by ${first}` })
  }
  const idsOf = async (query: string, who: keyof typeof tokens) =>
    (await operate('GET', `/hits?status=OPEN&risk=HIGH&list=sandbox&${query}`, undefined, who)).body.hits.map(
      (one: { hitId: string }) => one.hitId,
    )
  expect(await idsOf('claim=MINE', first)).toEqual([hitId])
  expect(await idsOf('claim=MINE', second)).toEqual([])
  expect(await idsOf('claim=FREE', first)).not.toContain(hitId)
  const page = (await operate('GET', `/hits?claim=FREE&limit=1`)).body
  expect(page.hits).toHaveLength(1)
  const next = (await operate('GET', `/hits?claim=FREE&limit=1&cursor=${page.nextCursor}`)).body
  expect(next.hits[0].hitId < page.hits[0].hitId).toBe(true)

  expect((await claim('Ada')).body.errorCode).toBe('P403')
  expect((await claim('Ada', { release: true })).body).toMatchObject({ claimedBy: null, claimedAt: null })
  expect((await claim(second)).body.claimedBy).toBe(`operator:${second}`)
  // Deciding gives it back; what is decided is not claimed.
  const settled = await operate('POST', `/hits/${hitId}/decide`, { decision: 'TRUE_MATCH', reason }, second)
  expect(settled.body).toMatchObject({ status: 'TRUE_MATCH', claimedBy: null })
  expect((await claim(first)).body).toMatchObject({ errorCode: 'P403', errorMessage: 'hitId is not open' })
  // One alone does not take it back, and the person stays held in the meantime.
  expect(await dismiss(hitId)).toMatchObject({ status: 'TRUE_MATCH', approvedBy: 'operator:Cleo' })
  const { rows } = await bank.database.owner.query<{ line: string }>(
    `select action || ' ' || coalesce(detail ->> 'by', '-') as line from audit.record
     where action like 'screening.hit-%' and detail ->> 'hitId' = $1 order by id`,
    [hitId],
  )
  expect(rows.map(({ line }) => line)).toEqual([
    'screening.hit-opened -',
    `screening.hit-claimed operator:${first}`,
    'screening.hit-claimed -',
    `screening.hit-claimed operator:${second}`,
    'screening.hit-decided -',
    'screening.hit-dismissed-first -',
  ])
})

test('what operators write about a hit is shown with it, sealed in the database, and the look is on record', async () => {
  const user = await newUser({ firstName: 'Julián', lastName: 'Ministro Ejemplar', birthDate: '1958-09-03' })
  await bank.settle()
  const [hit] = await hitsOf(user)
  expect(hit).toMatchObject({ topics: ['PEP'], risk: 'MEDIUM' })
  const note = { text: 'Minister until 1999, says the embassy', reason }
  expect((await operate('POST', `/hits/${hit.hitId}/notes`, note)).body).toMatchObject({ author: 'operator:Cleo' })
  await operate('POST', `/hits/${hit.hitId}/notes`, { text: 'Agreed', reason }, 'Omar')
  const { body } = await operate('GET', `/hits/${hit.hitId}`, undefined, 'Omar')
  expect(body).toMatchObject({ hitId: hit.hitId, openCaseId: null, match: { name: 'Julián Ministro Ejemplar' } })
  expect(body.notes.map(({ author, text }: Record<string, string>) => [author, text])).toEqual([
    ['operator:Cleo', note.text],
    ['operator:Omar', 'Agreed'],
  ])
  const { rows } = await bank.database.owner.query(
    `select (select count(*) from review.note where position('embassy'::bytea in sealed_text) > 0)::int as clear,
       (select array_agg(actor) from audit.record where action = 'operator.getScreeningHit' and subject = $1) as looks`,
    [hit.hitId],
  )
  expect(rows).toEqual([{ clear: 0, looks: ['operator:Omar'] }])
  // Of a person in whom no high risk is seen one operator decides alone, until somebody sees one.
  const path = `${bank.operatorUrl}/operator/v1/partners/${partnerId}/users/${hit.userId}/risk`
  const headers = { authorization: `Bearer ${tokens.Cleo}`, 'content-type': 'application/json' }
  await fetch(path, { method: 'POST', headers, body: JSON.stringify({ risk: 'HIGH', reason }) })
  expect(await dismiss(hit.hitId)).toMatchObject({ status: 'OPEN', approvedBy: 'operator:Cleo' })
  await fetch(path, { method: 'POST', headers, body: JSON.stringify({ risk: 'LOW', reason }) })
  expect(await dismiss(hit.hitId)).toMatchObject({ status: 'FALSE_POSITIVE', decidedBy: 'operator:Cleo' })
  const nobody = NIL_ID
  for (const [method, rest, more] of [
    ['GET', '', undefined],
    ['POST', '/claim', { reason }],
    ['POST', '/notes', note],
    ['POST', '/decide', { decision: 'TRUE_MATCH', reason }],
  ] as const) {
    expect((await operate(method, `/hits/${nobody}${rest}`, more)).body.errorCode).toBe('P404')
  }
})

test('a change of who somebody is, is compared', async () => {
  const user = await newUser({ firstName: 'Jan', lastName: 'Zwykły' })
  await bank.settle()
  expect(await hitsOf(user)).toEqual([])
  await bank.call('PATCH', `/v1/user/${user}`, { firstName: 'Prominencja', lastName: 'Wysocka' })
  await bank.settle()
  expect((await hitsOf(user))[0]).toMatchObject({ status: 'OPEN', topics: ['PEP'] })
})

test('a file that is broken, cut off or too short changes nothing, and says why', async () => {
  const people = Array.from({ length: 20 }, (_, at) => ({ id: `p${at}`, name: `Person Number ${at}` }))
  expect((await load('wanted', ftm(people))).status).toBe('ACTIVE')
  const broken = await load('wanted', Buffer.from('{"id": "x", "schema": "Person", "properties": {}}\n{"id'))
  expect(broken).toMatchObject({ status: 'FAILED', failure: 'line 2 is not JSON' })
  expect((await load('wanted', Buffer.from('hello'))).failure).toContain('none of OpenSanctions')
  expect((await load('wanted', Buffer.from([0x7b, 0xff, 0xfe]))).failure).toBe('the file is not UTF-8')
  expect((await load('wanted', ftm(people.slice(0, 10)))).failure).toContain('names 10 people and named 20 before')
  const { body } = await operate('POST', '/check', { name: 'Number Person 7', reason })
  expect(body.matches[0]).toMatchObject({ name: 'Person Number 7', list: 'wanted', score: 100 })
})

test('a name of hundreds of signs that are a word each does not stop a list', async () => {
  const signs = Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x1f400 + (at % 60))).join(' ')
  const loaded = await load(
    'signs',
    ftm([
      { id: 's', name: signs },
      { id: 't', name: 'Plain Person' },
    ]),
  )
  expect(loaded).toMatchObject({ status: 'ACTIVE', people: 2 })
})

test('parts come in order, a part twice is once, and another file than the announced one is refused', async () => {
  const file = ftm([{ id: 'z', name: 'Some Zed' }])
  const { body } = await operate('POST', '/loads', {
    list: 'parts',
    sha256: '0'.repeat(64),
    sizeBytes: file.length,
    reason,
  })
  const send = (position: number, content: Buffer) =>
    operate('POST', `/loads/${body.loadId}/parts`, { position, content: content.toString('base64'), reason })
  expect((await send(1, file)).body.errorMessage).toBe('position must be 0: parts come in order')
  expect((await send(0, file.subarray(0, 10))).body.parts).toBe(1)
  expect((await send(0, file.subarray(0, 10))).body).toMatchObject({ parts: 1, receivedBytes: 10 })
  expect((await send(1, file)).body.errorMessage).toContain('must not be more than')
  const early = await operate('POST', `/loads/${body.loadId}/submit`, { reason })
  expect(early.body.errorMessage).toContain('send the rest first')
  await send(1, file.subarray(10))
  await operate('POST', `/loads/${body.loadId}/submit`, { reason })
  await bank.settle()
  expect((await operate('GET', `/loads/${body.loadId}`)).body.failure).toContain('SHA-256')
  expect((await send(2, file)).body.errorMessage).toContain('it is FAILED')
  const { rows } = await bank.database.owner.query('select count(*)::int as left from screening.load_part')
  expect(rows).toEqual([{ left: 0 }])
})

test('an unchanged person is one row through all versions of a list', async () => {
  const file = (count: number) =>
    ftm(Array.from({ length: count }, (_, at) => ({ id: `u${at}`, name: `Same Person ${at}` })))
  for (const count of [10, 11, 12]) await load('same', file(count))
  const { rows } = await bank.database.owner.query(
    `select count(*)::int as entries, min(first_version) as first, max(last_version) as last from screening.entry where list_code = 'same'`,
  )
  expect(rows).toEqual([{ entries: 12, first: 1, last: 3 }])
})

// The last one: every list that is loaded later would be compared with its crowd.
test('a sweep over hundreds of users leaves nobody out and counts nobody twice, also with two workers and one that dies', async () => {
  const names = Array.from({ length: 230 }, (_, at) => `crowd-${at}`)
  await Promise.all(
    names.map(externalUserId =>
      bank.call(
        'POST',
        '/v1/user/balances/crypto',
        { externalUserId, email: 'c@example.com', firstName: 'Crowd', lastName: `Person${externalUserId}` },
        { key: bank.keys.noKyc },
      ),
    ),
  )
  await bank.settle()
  const beside = await startBeside(bank, { ROLES: 'worker' })
  const screen = screenPerson(kernel.pool, listScreener(kernel.pool))
  const dying = rescreenJob({
    kernel,
    people: userPeople,
    screen: person => (person.lastName === 'Personcrowd-7' ? Promise.reject(new Error('died')) : screen(person)),
  })
  try {
    const loading = load('crowd', ftm([{ id: 'c', name: 'Nobody Of Them' }]))
    await expect
      .poll(async () =>
        (await operate('GET', '/lists')).body.lists.some((one: { list: string }) => one.list === 'crowd'),
      )
      .toBe(true)
    const number = (await operate('GET', '/lists')).body.sweeps[0].sweep
    const job = { id: NIL_ID, partnerId: NIL_ID, kind: 'screening.rescreen', key: '', payload: { number }, attempt: 1 }
    const runs = Array.from({ length: 4 }, () =>
      dying.run({ ...job, dueAt: new Date(), actor: 'test', requestId: undefined, cause: undefined }),
    )
    await Promise.allSettled(runs)
    await loading
    const { rows } = await bank.database.owner.query(
      `select (select count(*) from users."user" where stage <> 'DELETED')::int as living,
         (select users from screening.sweep where number = $1) as counted,
         (select state from screening.sweep where number = $1) as state,
         (select count(*) from screening.screening where sweep_number = $1)::int as compared`,
      [number],
    )
    const [row] = rows as { living: number; counted: number; state: string; compared: number }[]
    expect(row).toEqual({ living: row?.living, counted: row?.living, compared: row?.living, state: 'DONE' })
    expect(row?.living).toBeGreaterThan(230)
  } finally {
    await beside.stop()
  }
})

test('nothing of it was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
