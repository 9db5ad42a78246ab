import { operatorEndpoints } from '@florin/contract/index.ts'
import type { OperatorRole } from '@florin/contract/kernel/endpoint.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import { demoPartners } from '../partners/index.ts'
import { createOperator, makeToken } from './index.ts'

let bank: Bank
const tokens = { admin: makeToken(), support: makeToken(), compliance: makeToken(), finance: makeToken() }

beforeAll(async () => {
  bank = await startBank()
  const { kernel } = bank.running.resources
  for (const [role, token] of Object.entries(tokens)) {
    await transact(kernel, { actor: 'test', partnerId: NIL_ID }, work =>
      createOperator(work, { name: `the ${role}`, roles: [role as OperatorRole], token }),
    )
  }
})
afterAll(async () => {
  // Before the end: dropping the database cuts connections that are just closing.
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

async function call(
  method: string,
  path: string,
  body?: unknown,
  { token = tokens.admin, headers = {} }: { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(bank.operatorUrl + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: JSON.parse(text), text, headers: response.headers }
}

const reason = 'as agreed on the phone'
const partnerPath = `/operator/v1/partners/${demoPartners.kyc.id}`

const recordsOf = async (query: string) => (await call('GET', `/operator/v1/audit?${query}`)).body.records

test('without a token it is xo1, with an unknown one xo2', async () => {
  const answers = [
    await call('GET', '/operator/v1/partners', undefined, { token: null }),
    await call('GET', '/operator/v1/partners', undefined, { token: null, headers: { authorization: 'Basic abc' } }),
    await call('GET', '/operator/v1/partners', undefined, { token: 'op_unknown' }),
    await call('GET', '/operator/v1/partners', undefined, { token: bank.keys.kyc }),
  ]
  expect(answers.map(({ status, body }) => [status, body.errorMessage])).toEqual([
    [401, 'Access Denied. xo1'],
    [401, 'Access Denied. xo1'],
    [401, 'Access Denied. xo2'],
    [401, 'Access Denied. xo2'],
  ])
})

test('every call is open to the roles that it names, and to no other', async () => {
  for (const [id, endpoint] of Object.entries(operatorEndpoints)) {
    if (bank.running.app.operatorHandlers[id as keyof typeof operatorEndpoints] === undefined) continue
    const path = endpoint.path.replaceAll(/:\w+/g, '01980000-0000-7000-8000-0000000000ff')
    for (const [role, token] of Object.entries(tokens)) {
      // A body that breaks a rule: who is let in is told so, and nothing is done.
      const body = endpoint.method === 'GET' ? undefined : { reason: '' }
      const { status } = await call(endpoint.method, path, body, { token })
      const isOpen = (endpoint.roles as readonly string[]).includes(role)
      expect(`${id} ${role} ${status === 403}`).toBe(`${id} ${role} ${!isOpen}`)
    }
  }
})

test('a change without a reason is refused and leaves nothing', async () => {
  const { status, body } = await call('POST', '/operator/v1/partners', { name: 'No reason', model: 'KYC' })
  expect([status, body.errorCode]).toEqual([400, 'P403'])
  expect(body.errors[0].path).toBe('reason')
  const { body: list } = await call('GET', '/operator/v1/partners')
  expect(list.partners.map(({ name }: { name: string }) => name)).not.toContain('No reason')
})

test('a partner is taken on, gets a key, and can call at once; who did it and why is on record', async () => {
  const given = { name: 'Acme', model: 'NO_KYC', sepaLoop: 'OPEN', lockLifeSeconds: 45, rateBurst: 300, reason }
  const { status, body: partner } = await call('POST', '/operator/v1/partners', given)
  expect(status).toBe(200)
  expect(partner).toMatchObject({
    name: 'Acme',
    model: 'NO_KYC',
    status: 'ACTIVE',
    timeZone: 'Europe/Warsaw',
    sepaLoop: 'OPEN',
    lockLifeSeconds: 45,
    ratePerSecond: 100,
    rateBurst: 300,
    webhookUrl: null,
  })
  const path = `/operator/v1/partners/${partner.partnerId}`
  expect((await call('GET', path)).body).toEqual(partner)
  const { body: key } = await call('POST', `${path}/api-keys`, { name: 'first', scopes: ['admin'], reason })
  const balances = await bank.call('GET', '/v1/partner/balances', undefined, { key: key.apiKey })
  expect(balances.status).toBe(200)
  expect(balances.body.fiatBalances[0].amount).toBe('0.00')

  const records = await recordsOf(`partnerId=${partner.partnerId}`)
  expect(records.map((one: { action: string }) => one.action).toSorted()).toEqual([
    'api-key.created',
    'operator.createPartnerKey',
    'partner.created',
  ])
  for (const record of records) expect(record).toMatchObject({ actor: 'operator:the admin', reason })
  const [created] = (await recordsOf('actor=operator:the%20admin')).filter(
    ({ action }: { action: string }) => action === 'operator.createPartner',
  )
  expect(created).toMatchObject({ reason, partnerId: null })
})

test('a partner may start with a webhook URL; one that is never called is refused, and no partner is left of it', async () => {
  const given = { name: 'Hooked', model: 'KYC', reason }
  const { body } = await call('POST', '/operator/v1/partners', {
    ...given,
    webhookUrl: 'https://partner.example/florin',
  })
  expect(body).toMatchObject({ webhookUrl: 'https://partner.example/florin', events: null })
  expect((await call('GET', `/operator/v1/partners/${body.partnerId}`)).body).toEqual(body)
  const never = { ...given, name: 'Never', webhookUrl: 'http://169.254.169.254/latest' }
  const refused = await call('POST', '/operator/v1/partners', never)
  expect([refused.status, refused.body.errorCode, refused.body.errors[0].path]).toEqual([400, 'P403', 'webhookUrl'])
  const { body: list } = await call('GET', '/operator/v1/partners')
  expect(list.partners.map(({ name }: { name: string }) => name)).not.toContain('Never')
})

test('settings change one by one; a suspended partner is out at once and back at once', async () => {
  const { body: made } = await call('POST', '/operator/v1/partners', { name: 'Beta', model: 'KYC', reason })
  const path = `/operator/v1/partners/${made.partnerId}`
  const { body: key } = await call('POST', `${path}/api-keys`, { name: 'k', scopes: ['read'], reason })
  const status = async () => (await bank.call('GET', '/v1/partner/balances', undefined, { key: key.apiKey })).status
  expect(await status()).toBe(200)
  const { body: changed } = await call('PATCH', path, { timeZone: 'Europe/Berlin', isSuspended: true, reason })
  expect(changed).toEqual({ ...made, timeZone: 'Europe/Berlin', status: 'SUSPENDED' })
  expect(await status()).toBe(401)
  // PostgreSQL counts the days: to it the one is Brazilian, the other unknown.
  for (const timeZone of ['ACT', 'SystemV/PST8']) {
    const refused = await call('PATCH', path, { timeZone, reason })
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'timeZone'])
    const unmade = await call('POST', '/operator/v1/partners', { name: 'Gamma', model: 'KYC', timeZone, reason })
    expect([unmade.status, unmade.body.errors[0].path]).toEqual([400, 'timeZone'])
  }
  await call('PATCH', path, { isSuspended: false, reason })
  expect(await status()).toBe(200)
  const { body: revoked } = await call('DELETE', `${path}/api-keys/${key.keyId}`, { reason })
  expect(revoked.revokedAt).not.toBeNull()
  expect(await status()).toBe(401)
})

test('partners come newest first, page by page', async () => {
  const first = (await call('GET', '/operator/v1/partners?limit=2')).body
  const second = (await call('GET', `/operator/v1/partners?limit=200&cursor=${first.nextCursor}`)).body
  const ids = [...first.partners, ...second.partners].map(({ partnerId }) => partnerId)
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)))
  expect(ids.slice(-2)).toEqual([demoPartners.noKyc.id, demoPartners.kyc.id])
})

test('what is asked of a partner that does not exist is P418', async () => {
  const path = '/operator/v1/partners/01980000-0000-7000-8000-0000000000ff'
  const answers = [
    await call('GET', path),
    await call('PATCH', path, { name: 'x', reason }),
    await call('GET', `${path}/api-keys`),
    await call('POST', `${path}/api-keys`, { name: 'x', scopes: ['read'], reason }),
    await call('GET', `${path}/fee-overrides`),
    await call('POST', `${path}/fee-overrides`, { kind: 'EXCHANGE', currency: 'eur', reason }),
    await call('GET', '/operator/v1/ledger/trial-balance?partnerId=01980000-0000-7000-8000-0000000000ff'),
  ]
  expect(answers.map(({ body }) => body.errorCode)).toEqual(answers.map(() => 'P418'))
})

test('a fee that is agreed holds for that partner alone, from its moment on, until it is ended', async () => {
  const path = `${partnerPath}/fee-overrides`
  const fee = { kind: 'EXCHANGE', currency: 'eur', fraction: '0.01', minimum: '0.50', fixed: '0' }
  const { status, body: override } = await call('POST', path, { ...fee, reason }, { token: tokens.finance })
  expect(status).toBe(200)
  expect(override).toMatchObject({ fraction: '0.01', minimum: '0.50', fixed: '0.00', network: null, validTo: null })
  const shown = async (key: string) =>
    (await bank.call('GET', '/v1/partner/fees', undefined, { key })).body.fees.find(
      ({ kind }: { kind: string }) => kind === 'EXCHANGE',
    )
  expect(await shown(bank.keys.kyc)).toMatchObject({ fraction: '0.01', isOverride: true })
  expect(await shown(bank.keys.noKyc)).toMatchObject({ fraction: '0.0149', isOverride: false })
  const ended = await call('POST', `${path}/${override.overrideId}/end`, { reason })
  expect(ended.body.validTo).not.toBeNull()
  expect(await shown(bank.keys.kyc)).toMatchObject({ fraction: '0.0149', isOverride: false })
  const again = await call('POST', `${path}/${override.overrideId}/end`, { reason })
  expect([again.status, again.body.errorCode]).toEqual([404, 'P404'])
  expect((await call('GET', path)).body.feeOverrides).toEqual([ended.body])
})

test('a fee that cannot be is refused, and never a fault of ours', async () => {
  const path = `${partnerPath}/fee-overrides`
  const refused = async (fee: object) => (await call('POST', path, { ...fee, reason })).body.errorCode
  expect(await refused({ kind: 'EXCHANGE', currency: 'btc' })).toBe('P410')
  expect(await refused({ kind: 'EXCHANGE', currency: 'xyz' })).toBe('P410')
  expect(await refused({ kind: 'EXCHANGE', currency: 'eur', network: 'btc' })).toBe('P410')
  expect(await refused({ kind: 'CRYPTO_WITHDRAWAL', currency: 'usdc', network: 'btc' })).toBe('P410')
  expect(await refused({ kind: 'CRYPTO_WITHDRAWAL', currency: 'usdc' })).toBe('P403')
  expect(await refused({ kind: 'EXCHANGE', currency: 'eur', fraction: '1' })).toBe('P403')
  expect(await refused({ kind: 'EXCHANGE', currency: 'eur', minimum: '0.001' })).toBe('P403')
  expect(await refused({ kind: 'EXCHANGE', currency: 'eur', fixed: '9'.repeat(13) })).toBe('P403')
  expect(await refused({ kind: 'EXCHANGE', currency: 'eur', fraction: '-0.1' })).toBe('P403')
})

test('the trial balance balances in every asset, of all and of one partner', async () => {
  for (const query of ['', `?partnerId=${demoPartners.kyc.id}`]) {
    const { body } = await call('GET', `/operator/v1/ledger/trial-balance${query}`, undefined, {
      token: tokens.finance,
    })
    expect(body.assets).toHaveLength(8)
    for (const { isBalanced } of body.assets) expect(isBalanced).toBe(true)
    const [eur] = body.assets
    const sum = query === '' ? '200000.00' : '100000.00'
    expect(eur.accounts).toContainEqual({ account: 'partner', class: 'liability', balance: sum })
    expect(eur.accounts).toContainEqual({ account: 'own-funds', class: 'equity', balance: `-${sum}` })
  }
})

test('one account’s balance at an instant is on the side that its class grows on', async () => {
  const path = `/operator/v1/ledger/balance?partnerId=${demoPartners.kyc.id}&currency=eur&account=`
  const now = await call('GET', `${path}partner`)
  expect(now.body).toMatchObject({ account: 'partner', currency: 'eur', balance: '100000.00' })
  expect((await call('GET', `${path}own-funds`)).body.balance).toBe('-100000.00')
  expect((await call('GET', `${path}bank-own`)).body.balance).toBe('0.00')
  expect((await call('GET', `${path}partner&at=2020-01-01`)).body.balance).toBe('0.00')
  const refused = async (rest: string) => (await call('GET', path + rest)).body.errorCode
  expect(await refused('piggy-bank')).toBe('P403')
  expect(await refused('customer')).toBe('P403')
  expect(await refused('customer&externalUserId=nobody')).toBe('P412')
})

test('the books verify, and the newest seal can be kept elsewhere', async () => {
  const { body } = await call('GET', '/operator/v1/ledger/verify')
  expect(body).toMatchObject({ isIntact: true, findings: [] })
  const { body: latest } = await call('GET', '/operator/v1/ledger/seals/latest')
  if (latest.seal !== null) expect(latest.seal.hash).toMatch(/^[0-9a-f]{64}$/)
})

test('a job that was given up is listed, and gets another life when somebody says why', async () => {
  const { owner } = bank.database
  for (const n of [1, 2, 3]) {
    await owner.query(
      `insert into jobs.job (id, partner_id, kind, key, payload, state, due_at, attempt, last_error, actor, created_at)
       values ($1, $2, $3, $4, '{}', 'dead', clock.now(), 12, 'Error: no', 'test', clock.now())`,
      [`01980000-0000-7000-8000-0000000000d${n}`, demoPartners.kyc.id, n === 3 ? 'test.other' : 'test.kind', `k${n}`],
    )
  }
  const first = (await call('GET', '/operator/v1/jobs/dead?limit=2')).body
  const rest = (await call('GET', `/operator/v1/jobs/dead?limit=2&cursor=${first.nextCursor}`)).body
  const keys = [...first.jobs, ...rest.jobs].map(({ key }: { key: string }) => key)
  expect(keys.toSorted()).toEqual(['k1', 'k2', 'k3'])
  expect((await call('GET', '/operator/v1/jobs/dead?kind=test.other')).body.jobs).toMatchObject([
    { key: 'k3', attempts: 12, lastError: 'Error: no' },
  ])
  const id = '01980000-0000-7000-8000-0000000000d1'
  const retried = await call('POST', `/operator/v1/jobs/dead/${id}/retry`, { reason }, { token: tokens.support })
  expect(retried.body.jobId).toBe(id)
  const again = await call('POST', `/operator/v1/jobs/dead/${id}/retry`, { reason })
  expect([again.status, again.body.errorCode]).toEqual([404, 'P404'])
  expect(await recordsOf(`subject=${id}`)).toMatchObject([{ action: 'operator.retryDeadJob', reason }])
  await owner.query(`delete from jobs.job where kind like 'test.%'`)
})

test('money that nobody can be given is listed with its payer, and looking is on record', async () => {
  for (const amount of ['12.34', '56.78']) {
    const deposit = { amount, senderName: 'Jan Nowak', senderIban: 'DE89370400440532013000', reference: 'for nobody' }
    const { status, text } = await bank.call('POST', '/v1/simulate/sepa-deposit', deposit)
    expect([status, text]).toEqual([200, text])
    await bank.advance(5_000)
  }
  const { body: first } = await call('GET', '/operator/v1/suspense?limit=1', undefined, { token: tokens.support })
  expect(first.items).toMatchObject([
    {
      partnerId: null,
      externalUserId: null,
      amount: '12.34',
      currency: 'eur',
      senderName: 'Jan Nowak',
      senderIban: 'DE89370400440532013000',
      cause: 'UNMATCHED',
    },
  ])
  const { body: second } = await call('GET', `/operator/v1/suspense?limit=1&cursor=${first.nextCursor}`)
  expect(second).toMatchObject({ items: [{ amount: '56.78' }], nextCursor: null })
  expect((await call('GET', `/operator/v1/suspense?partnerId=${demoPartners.kyc.id}`)).body.items).toEqual([])
  const records = await recordsOf('actor=operator:the%20support&limit=1')
  expect(records).toMatchObject([{ action: 'operator.listSuspense' }])
})

test('money that waits goes back to its sender by order, once', async () => {
  const { body } = await call('GET', '/operator/v1/suspense?limit=1')
  const path = `/operator/v1/suspense/${body.items[0].id}/return`
  const order = { reason: 'The payer has asked for it' }
  expect(await call('POST', path, order)).toMatchObject({ status: 200, body: { status: 'RETURNING' } })
  expect((await call('POST', path, order)).body.errorCode).toBe('P477')
  const { body: after } = await call('GET', '/operator/v1/suspense')
  expect(after.items).toMatchObject([{ amount: '56.78' }])
  const { rows } = await bank.database.owner.query(
    `select reason, action from audit.record where action in ('sepa.deposit-returned', 'operator.returnSuspense') order by action`,
  )
  expect(rows).toEqual([
    { reason: order.reason, action: 'operator.returnSuspense' },
    { reason: order.reason, action: 'sepa.deposit-returned' },
  ])
})

test('a user is found and looked at by people who may, which is on record before anything is shown', async () => {
  const person = {
    externalUserId: 'seen',
    email: 'anna@example.com',
    phone: '+48500100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-001',
    country: 'PL',
    citizenship: 'PL',
  }
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', person)
  const { body: found } = await call('GET', `${partnerPath}/users?lastName=nowak`)
  expect(found.users).toMatchObject([{ externalUserId: 'seen' }])
  const path = `${partnerPath}/users/${found.users[0].userId}`
  const { body: seen } = await call('GET', path, undefined, { token: tokens.compliance })
  expect(seen.personalData).toMatchObject({ email: 'anna@example.com', lastName: 'Nowak', pesel: null })
  expect(await recordsOf(`subject=${found.users[0].userId}&limit=1`)).toMatchObject([
    { action: 'operator.inspectUser', actor: 'operator:the compliance', partnerId: demoPartners.kyc.id },
  ])
  const elsewhere = await call('GET', path.replace(demoPartners.kyc.id, demoPartners.noKyc.id))
  expect(elsewhere.body.errorCode).toBe('P412')

  const { body: suspended } = await call('POST', `${path}/suspend`, { reason })
  expect(suspended.status).toBe('SUSPENDED')
  expect((await bank.call('GET', '/v1/user/seen')).body.status).toBe('SUSPENDED')
  const { body: again } = await call('POST', `${path}/unsuspend`, { reason })
  expect(again.status).not.toBe('SUSPENDED')
})

test('a verification is decided by those who may, with the reasons that the partner sees', async () => {
  const document = { externalUserId: 'seen', documentType: 'PASSPORT', documentNumber: 'AB1234567' }
  await bank.call('POST', '/v1/user/verification', document)
  const { body: list } = await call('GET', '/operator/v1/kyc-cases?status=PENDING')
  const path = `/operator/v1/kyc-cases/${list.cases[0].caseId}/decide`
  const verdict = { decision: 'REJECTED', rejectionReasons: ['DOCUMENT_EXPIRED'], reason: 'seen by two of us' }
  expect((await call('POST', path, verdict, { token: tokens.support })).status).toBe(403)
  const { body: decided } = await call('POST', path, verdict, { token: tokens.compliance })
  expect(decided).toMatchObject({ status: 'REJECTED', rejectionReasons: ['DOCUMENT_EXPIRED'] })
  const { body: shown } = await bank.call('GET', '/v1/kyc/status/seen')
  expect(shown).toMatchObject({ status: 'REJECTED', rejectionReasons: ['DOCUMENT_EXPIRED'] })
  const records = await recordsOf('actor=operator:the%20compliance')
  const [decision] = records.filter(({ action }: { action: string }) => action === 'kyc.decided')
  expect(decision).toMatchObject({ reason: 'seen by two of us', partnerId: demoPartners.kyc.id })
})

test('an operator is made by another, shown a token once, and disabled at once; a name is never used again', async () => {
  const given = { name: 'Nowak', roles: ['support', 'support'], reason }
  const options = { headers: { 'idempotency-key': 'nowak' } }
  const { body: made } = await call('POST', '/operator/v1/operators', given, options)
  expect(made).toMatchObject({ name: 'Nowak', roles: ['support'], disabledAt: null })
  const replay = await call('POST', '/operator/v1/operators', given, options)
  expect(replay.body).toEqual({ ...made, token: '[masked]' })
  const status = async () => (await call('GET', '/operator/v1/partners', undefined, { token: made.token })).status
  expect(await status()).toBe(200)
  const disabled = await call('POST', `/operator/v1/operators/${made.operatorId}/disable`, { reason })
  expect(disabled.body.disabledAt).not.toBeNull()
  expect(await status()).toBe(401)
  const taken = await call('POST', '/operator/v1/operators', given)
  expect([taken.status, taken.body.errorMessage]).toEqual([400, 'name is or was the name of another operator'])
  const { body: list } = await call('GET', '/operator/v1/operators')
  expect(list.operators[0]).toMatchObject({ name: 'Nowak' })
  expect(JSON.stringify(list)).not.toContain('op_')
})

test('the last admin stays, also when two are disabled at once', async () => {
  const { body } = await call('GET', '/operator/v1/operators')
  const admin = body.operators.find(({ name }: { name: string }) => name === 'the admin')
  const refused = await call('POST', `/operator/v1/operators/${admin.operatorId}/disable`, { reason })
  expect([refused.status, refused.body.errorCode]).toEqual([400, 'P403'])
  const { body: second } = await call('POST', '/operator/v1/operators', { name: 'B', roles: ['admin'], reason })
  const path = (id: string) => `/operator/v1/operators/${id}/disable`
  const answers = await Promise.all([
    call('POST', path(admin.operatorId), { reason }, { token: second.token }),
    call('POST', path(second.operatorId), { reason }),
  ])
  // The loser is refused: it is the last one by then, or no operator any more.
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const left = await bank.database.pool.query(
    `select name from operator.operator where disabled_at is null and 'admin' = any (roles)`,
  )
  expect(left.rows).toHaveLength(1)
})
