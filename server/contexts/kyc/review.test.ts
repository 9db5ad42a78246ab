import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, makePicture } from '../../../tests/harness/pictures.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import { createOperator, makeToken } from '../operator/index.ts'
import { demoPartners } from '../partners/index.ts'

const reason = 'The review queue is tested'
const tokens: Record<string, string> = {}
let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  for (const name of ['jo', 'mia']) {
    const token = makeToken()
    tokens[name] = token
    await transact(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID }, work =>
      createOperator(work, { name, roles: ['compliance'], token }),
    )
  }
})
afterAll(() => bank.stop())

async function operate(name: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${bank.operatorUrl}/operator/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[name]}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), text, headers: response.headers }
}
const post = (name: string, path: string, body: object = {}): Promise<Answer> =>
  operate(name, 'POST', path, { reason, ...body })

/** A user of the sandbox whose verification was just checked; the id of its case. */
async function open(externalUserId: string, documentNumber: string, more = {}, expiry?: string): Promise<string> {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48600100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    birthDate: '1990-04-12',
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-850',
    country: 'PL',
    citizenship: 'PL',
    ...more,
  })
  await verify(externalUserId, documentNumber, expiry)
  const { body } = await operate('jo', 'GET', 'kyc-cases?limit=1')
  return body.cases[0].caseId
}
async function verify(externalUserId: string, documentNumber: string, documentExpiryDate?: string): Promise<void> {
  const body = { externalUserId, documentType: 'PASSPORT', documentNumber, documentExpiryDate }
  expect((await bank.call('POST', '/v1/user/verification', body)).status).toBe(200)
  await bank.settle()
}
const stateOf = async (externalUserId: string) => (await bank.call('GET', `/v1/kyc/status/${externalUserId}`)).body
const userOf = async (externalUserId: string) => (await bank.call('GET', `/v1/user/${externalUserId}`)).body

test('a reviewer sees what every check saw, under which rules, and who wrote what', async () => {
  const caseId = await open('seen', 'SANDBOX-NAME-1')
  await post('jo', `kyc-cases/${caseId}/notes`, { text: 'Married name? Asked the partner.' })
  const { body } = await operate('mia', 'GET', `kyc-cases/${caseId}`)
  expect(body).toMatchObject({ status: 'IN_REVIEW', risk: 'MEDIUM', claimedBy: null })
  const name = body.checks.find((check: { name: string }) => check.name === 'name')
  expect(name).toMatchObject({ outcome: 'REVIEW', reasons: ['NAME_MISMATCH'], rulesVersion: expect.any(String) })
  expect(name.evidence.score).toBeLessThan(88)
  expect(body.checks.length).toBeGreaterThan(12)
  expect(body.notes).toMatchObject([{ author: 'operator:jo', text: 'Married name? Asked the partner.' }])
  const { rows } = await bank.database.owner.query<{ actor: string }>(
    `select actor from audit.record where action = 'operator.getKycCase' and subject = $1`,
    [caseId],
  )
  expect(rows).toEqual([{ actor: 'operator:mia' }])
  const { rows: stored } = await bank.database.owner.query<{ clear: boolean }>(
    `select position('Married'::bytea in sealed_text) > 0 as clear from review.note where subject_id = $1`,
    [caseId],
  )
  expect(stored).toEqual([{ clear: false }])
})

test('what one operator has claimed nobody else decides, until it is given back', async () => {
  const caseId = await open('claimed', 'SANDBOX-BLURRED-1')
  const claimed = (await post('jo', `kyc-cases/${caseId}/claim`)).body
  expect(claimed).toMatchObject({ claimedBy: 'operator:jo', claimedAt: expect.any(String) })
  const queue = async (name: string, query: string) =>
    (await operate(name, 'GET', `kyc-cases?status=IN_REVIEW&risk=MEDIUM&${query}`)).body.cases.map(
      (one: { caseId: string }) => one.caseId,
    )
  expect(await queue('jo', 'claim=MINE')).toEqual([caseId])
  expect(await queue('mia', 'claim=MINE')).toEqual([])
  expect(await queue('mia', 'claim=FREE')).not.toContain(caseId)
  for (const [path, more] of [
    ['claim', {}],
    ['decide', { decision: 'APPROVED' }],
    ['ask', { rejectionReasons: ['IMAGE_BLURRED'] }],
  ] as const) {
    const { body } = await post('mia', `kyc-cases/${caseId}/${path}`, more)
    expect(body).toMatchObject({ errorCode: 'P403', errorMessage: 'caseId is claimed by jo' })
  }
  expect((await post('jo', `kyc-cases/${caseId}/claim`, { release: true })).body.claimedBy).toBeNull()
  expect((await post('mia', `kyc-cases/${caseId}/decide`, { decision: 'APPROVED' })).body.status).toBe('APPROVED')
  expect((await post('mia', `kyc-cases/${caseId}/claim`)).body.errorMessage).toBe('caseId is decided')
})

test('a high risk is approved by two operators; one alone can reject it', async () => {
  const caseId = await open('four-eyes', 'SANDBOX-FACE-1')
  const approve = (name: string): Promise<Answer> => post(name, `kyc-cases/${caseId}/decide`, { decision: 'APPROVED' })
  expect((await approve('jo')).body).toMatchObject({ status: 'IN_REVIEW', risk: 'HIGH', approvedBy: 'operator:jo' })
  expect((await approve('jo')).body.status).toBe('IN_REVIEW')
  expect(await userOf('four-eyes')).toMatchObject({ kycStatus: 'IN_REVIEW' })
  // What comes after the first has looked, nobody has approved yet.
  await bank.call('POST', '/v1/user/kyc-files/four-eyes', formOf([['front', await makePicture()]]))
  expect((await approve('mia')).body).toMatchObject({ status: 'IN_REVIEW', approvedBy: 'operator:mia' })
  await verify('four-eyes', 'SANDBOX-FACE-3')
  expect((await approve('mia')).body).toMatchObject({ status: 'IN_REVIEW', approvedBy: 'operator:mia' })
  expect((await approve('jo')).body.status).toBe('APPROVED')
  await bank.settle()
  expect(await userOf('four-eyes')).toMatchObject({ status: 'ACTIVE' })

  const other = await open('four-eyes-no', 'SANDBOX-FACE-2')
  const rejected = await post('jo', `kyc-cases/${other}/decide`, { decision: 'REJECTED', rejectionReasons: ['FACE'] })
  expect(rejected.body.status).toBe('REJECTED')
})

test('a person in whom an operator sees a high risk is approved by no machine and by two operators, and that is on record', async () => {
  const about = {
    externalUserId: 'risky',
    email: 'r@example.com',
    phone: '+48600100200',
    firstName: 'Rita',
    lastName: 'Ryzyko',
  }
  const place = { address: 'Prosta 1', city: 'Warszawa', postCode: '00-850', country: 'PL', citizenship: 'PL' }
  const { body } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', { ...about, ...place })
  const path = `partners/${demoPartners.kyc.id}/users/${body.userId}`
  expect((await post('jo', `${path}/risk`, { risk: 'HIGH' })).body).toMatchObject({ risk: 'HIGH', restrainedAt: null })
  await verify('risky', 'SANDBOX-APPROVED-9')
  const caseId = (await operate('jo', 'GET', 'kyc-cases?limit=1')).body.cases[0].caseId
  expect(await stateOf('risky')).toMatchObject({ status: 'IN_REVIEW' })
  const approve = (name: string): Promise<Answer> => post(name, `kyc-cases/${caseId}/decide`, { decision: 'APPROVED' })
  expect((await approve('jo')).body).toMatchObject({ status: 'IN_REVIEW', risk: 'HIGH' })
  expect((await approve('mia')).body.status).toBe('APPROVED')
  const { rows } = await bank.database.owner.query(
    `select actor, reason, detail from audit.record where subject = $1 and action = 'user.risk-set'`,
    [body.userId],
  )
  expect(rows).toEqual([{ actor: 'operator:jo', reason, detail: { from: 'LOW', to: 'HIGH' } }])
})

test('all that is kept of a person is put together for the person, with its files, and the look is on record', async () => {
  const caseId = await open('exported', 'SANDBOX-NAME-8')
  await post('jo', `kyc-cases/${caseId}/notes`, { text: 'Nothing for the person' })
  const picture = await makePicture()
  await bank.call('POST', '/v1/user/kyc-files/exported', formOf([['front', picture]]))
  const { userId } = await userOf('exported')
  const { status, body, text } = await operate('mia', 'GET', `partners/${demoPartners.kyc.id}/users/${userId}/export`)
  expect(status, text).toBe(200)
  expect(body.personalData).toMatchObject({ firstName: 'Anna', lastName: 'Nowak', birthDate: '1990-04-12' })
  expect(Object.keys(body.records)).toEqual([
    'balances',
    'transactions',
    'limits',
    'verifications',
    'proofsOfAddress',
    'hostedVerifications',
    'bankAccounts',
    'uncreditedDeposits',
    'bankTransfers',
  ])
  expect(body.records.verifications).toMatchObject([{ caseId, status: 'IN_REVIEW' }])
  expect(body.records.verifications[0].checks.map((check: { name: string }) => check.name)).not.toContain('sanctions')
  expect(text).not.toContain('Nothing for the person')
  expect(body.files).toMatchObject([{ part: 'FRONT', mediaType: 'image/png', sizeBytes: picture.length }])
  const file = await fetch(bank.operatorUrl + body.files[0].link)
  expect(Buffer.from(await file.arrayBuffer()).equals(picture)).toBe(true)
  const { rows } = await bank.database.owner.query<{ line: string }>(
    `select actor || ' ' || action as line from audit.record
     where subject = $1 and action in ('operator.exportUser', 'kyc.file-viewed') order by id`,
    [userId],
  )
  expect(rows.map(({ line }) => line)).toEqual(['operator:mia operator.exportUser', 'operator:mia kyc.file-viewed'])
})

/** The rows of every table in which one of these words stands, as `table column`. */
async function whereInClear(given: readonly string[]): Promise<string[]> {
  // Also in bytes that are not sealed.
  const words = [...given, ...given.map(word => Buffer.from(word).toString('hex'))]
  const { rows: tables } = await bank.database.owner.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind in ('r', 'p') and not relispartition and nspname !~ '^pg_|^sim_' and nspname <> 'information_schema'`,
  )
  const found = new Set<string>()
  for (const { name } of tables) {
    const { rows } = await bank.database.owner.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${name} t where to_jsonb(t)::text ~* $1`,
      [words.join('|')],
    )
    for (const { row } of rows)
      for (const [column, value] of Object.entries(row))
        if (words.some(word => JSON.stringify(value)?.toLowerCase().includes(word.toLowerCase())))
          found.add(`${name} ${column}`)
  }
  return [...found].toSorted((a, b) => a.localeCompare(b))
}

test('whatever a person does, and whatever is said about it, nothing of it stands in clear in the database', async () => {
  const person = { firstName: 'Zenobia', lastName: 'Sekretna', email: 'zenobia.s@example.com', address: 'Cicha 77' }
  const caseId = await open('hidden', 'SANDBOX-NAME-9', { ...person, birthDate: '1971-02-03', phone: '+48777111222' })
  await post('jo', `kyc-cases/${caseId}/notes`, { text: 'Zenobia called' })
  await post('jo', `kyc-cases/${caseId}/decide`, { decision: 'APPROVED' })
  await bank.settle()
  const iban = 'PL61109010140000071219812874'
  const deposit = { externalUserId: 'hidden', amount: '50.00', senderName: 'Zenobia Sekretna', senderIban: iban }
  for (const more of [{}, { senderName: 'Sekretna' }])
    await bank.call('POST', '/v1/simulate/sepa-deposit', { ...deposit, ...more })
  await bank.advance(5_000)
  const order = { sourceExternalUserId: 'hidden', amount: '5.00', currency: 'eur', destinationIban: iban }
  const paid = await bank.call(
    'POST',
    '/v1/sepa-transfer',
    { ...order, transferTitle: 'Sekretna out' },
    { headers: { 'idempotency-key': 'hidden-1' } },
  )
  expect(paid.status, paid.text).toBe(200)
  await bank.settle()
  const words = ['Zenobia', 'Sekretna', 'Cicha 77', '1971-02-03', '777111222', 'SANDBOX-NAME-9', iban]
  expect(await whereInClear(words)).toEqual([])
  // What is no secret is found.
  expect(await whereInClear(['hidden-1'])).toContain('work.idempotency key')
})

test('who is asked again waits with the reasons, and the next document is checked as the first one was', async () => {
  const caseId = await open('asked', 'SANDBOX-BLURRED-2')
  const asked = await post('jo', `kyc-cases/${caseId}/ask`, { rejectionReasons: ['IMAGE_BLURRED'] })
  expect(asked.body).toMatchObject({ status: 'PENDING', rejectionReasons: ['IMAGE_BLURRED'] })
  expect(await stateOf('asked')).toMatchObject({ status: 'PENDING', rejectionReasons: ['IMAGE_BLURRED'] })
  expect(await userOf('asked')).toMatchObject({ kycStatus: 'PENDING' })
  expect((await post('jo', `kyc-cases/${caseId}/ask`, { rejectionReasons: ['X'] })).body.errorCode).toBe('P403')
  await verify('asked', 'SANDBOX-APPROVED-2')
  expect(await stateOf('asked')).toMatchObject({ status: 'APPROVED', rejectionReasons: [] })
})

test('a proof of address is claimed, noted on and shown with its checks; that of a high risk is approved by two', async () => {
  await open('resident', 'SANDBOX-APPROVED-8', { country: 'AM', city: 'Yerevan', citizenship: 'AM' })
  const picture = await makePicture()
  const upload = await bank.call('POST', '/v1/user/poa-files/resident', formOf([['files', picture]]))
  expect(upload.status, upload.text).toBe(201)
  await bank.settle()
  const queue = async (name: string, claim: string) =>
    (await operate(name, 'GET', `poa?status=WAITING&claim=${claim}`)).body.proofs
  const [{ poaId, userId }] = await queue('jo', 'FREE')
  expect((await post('jo', `poa/${poaId}/claim`)).body).toMatchObject({ claimedBy: 'operator:jo' })
  expect(await queue('jo', 'MINE')).toMatchObject([{ poaId }])
  expect([await queue('mia', 'MINE'), await queue('mia', 'FREE')]).toEqual([[], []])
  for (const [path, more] of [
    ['claim', {}],
    ['decide', { decision: 'APPROVED' }],
  ] as const) {
    const refused = await post('mia', `poa/${poaId}/${path}`, more)
    expect([refused.body.errorCode, refused.text]).toEqual(['P403', expect.stringContaining('claimed by jo')])
  }
  await post('mia', `poa/${poaId}/notes`, { text: 'The bill is of a flat that is let' })
  await post('jo', `poa/${poaId}/claim`, { release: true })
  const shown = (await operate('mia', 'GET', `poa/${poaId}`)).body
  expect(shown.notes).toMatchObject([{ author: 'operator:mia', text: 'The bill is of a flat that is let' }])
  expect(shown.checks.length).toBeGreaterThan(0)
  expect(shown.checks.some(({ outcome }: { outcome: string }) => outcome === 'REVIEW')).toBe(true)

  await post('jo', `partners/${demoPartners.kyc.id}/users/${userId}/risk`, { risk: 'HIGH' })
  const decide = async (name: string) => (await post(name, `poa/${poaId}/decide`, { decision: 'APPROVED' })).body
  expect(await decide('jo')).toMatchObject({ status: 'WAITING', approvedBy: 'operator:jo', claimedBy: null })
  expect(await decide('jo')).toMatchObject({ status: 'WAITING' })
  expect(await decide('mia')).toMatchObject({ status: 'APPROVED' })
  expect((await post('jo', `poa/${poaId}/claim`)).body.errorCode).toBe('P403')
  expect(await userOf('resident')).toMatchObject({ poaStatus: 'APPROVED' })
})

test('a name on a list, in whatever script, goes to a person as a high risk, with the hit as evidence', async () => {
  const viktor = { firstName: 'Виктор', lastName: 'Санкционов', birthDate: '1961-04-12' }
  const caseId = await open('listed', 'SANDBOX-APPROVED-7', viktor)
  expect(await stateOf('listed')).toMatchObject({ status: 'IN_REVIEW', rejectionReasons: [] })
  const { body } = await operate('jo', 'GET', `kyc-cases/${caseId}`)
  expect(body.risk).toBe('HIGH')
  const check = body.checks.find(({ name }: { name: string }) => name === 'sanctions')
  expect(check).toMatchObject({ outcome: 'REVIEW', reasons: ['SANCTIONS_MATCH'] })
  expect(check.evidence.hits).toHaveLength(1)
  // From the case to the hit, and back.
  expect(body.hits).toMatchObject([{ hitId: check.evidence.hits[0].hitId, status: 'OPEN', risk: 'HIGH' }])
  const hit = (await operate('jo', 'GET', `screening/hits/${body.hits[0].hitId}`)).body
  expect(hit).toMatchObject({ openCaseId: caseId, match: { name: 'Viktor Sanktsionov' } })

  // Who the person is and whether it is the one of the list are two questions: approved, it is held until the other is answered.
  for (const name of ['jo', 'mia']) await post(name, `kyc-cases/${caseId}/decide`, { decision: 'APPROVED' })
  await bank.settle()
  const { userId, ...held } = await userOf('listed')
  expect(held).toMatchObject({ status: 'SUSPENDED', kycStatus: 'APPROVED' })
  const { hitId } = check.evidence.hits[0]
  for (const name of ['jo', 'mia']) await post(name, `screening/hits/${hitId}/decide`, { decision: 'FALSE_POSITIVE' })
  expect(await userOf('listed')).toMatchObject({ status: 'ACTIVE' })
  const { rows } = await bank.database.owner.query<{ status: string }>(
    `select body::jsonb ->> 'status' as status from events.event where subject = $1 and type = 'user.status' order by id`,
    [userId],
  )
  expect(rows.map(({ status }) => status)).toEqual(['ACTIVE', 'SUSPENDED', 'UNSUSPENDED'])
})

test('when the document expires the user stops, is told, and is verified anew', async () => {
  const now = new Date((await bank.call('POST', '/v1/simulate/clock', { advanceMs: 0 })).body.now)
  const last = new Date(now.getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
  await open('lapsing', 'SANDBOX-APPROVED-3', {}, last)
  await bank.settle()
  expect(await userOf('lapsing')).toMatchObject({ status: 'ACTIVE' })
  await bank.advance(3 * 86_400_000 - (now.getTime() % 86_400_000))
  expect(await userOf('lapsing')).toMatchObject({ status: 'ACTIVE' })
  await bank.advance(86_400_000)
  expect(await stateOf('lapsing')).toMatchObject({ status: 'EXPIRED' })
  expect(await userOf('lapsing')).toMatchObject({ status: 'CREATED', kycStatus: 'EXPIRED' })
  const balances = async () => (await bank.call('GET', '/v1/user/balances/lapsing')).body.fiatBalances[0]
  expect((await balances()).status).toBe('BLOCKED')
  const transfer = { sourceExternalUserId: 'lapsing', amount: '1.00', currency: 'eur' }
  expect((await bank.call('POST', '/v1/transfer', transfer)).body.errorCode).toBe('P459')

  await verify('lapsing', 'SANDBOX-APPROVED-4')
  await bank.settle()
  expect(await stateOf('lapsing')).toMatchObject({ status: 'APPROVED' })
  expect((await balances()).status).toBe('ACTIVE')
})

test('nothing of all this was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
