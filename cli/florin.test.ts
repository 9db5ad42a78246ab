import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../tests/harness/database.ts'
import { formOf, makePicture } from '../tests/harness/pictures.ts'
import { type Bank, startBank } from '../tests/harness/start-bank.ts'
import type { Settings } from './config.ts'
import { durationMs } from './duration.ts'
import { Misuse } from './failure.ts'
import { florin as runFlorin } from './florin.ts'

let bank: Bank
let folder: string
let token: string | undefined
let partnerId: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-cli-'))
  bank = await startBank({ DATA_DIR: join(folder, 'data') })
})
afterAll(async () => {
  await bank?.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** The command within this process: most of what it does is not about processes. */
async function florin(args: readonly string[], given: Partial<Settings> = {}): Promise<Ended> {
  const text = { out: '', err: '' }
  const settings = {
    operatorUrl: bank.operatorUrl,
    operatorToken: token,
    url: bank.url,
    apiKey: bank.keys.kyc,
    ...given,
  }
  const status = await runFlorin(args, settings, {
    out: more => void (text.out += more),
    err: more => void (text.err += more),
  })
  return { status, ...text }
}

/** The command as a person starts it beside this bank's database. */
function started(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'florin.mjs'), ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: bank.database.appUrl,
      DATABASE_OWNER_URL: bank.database.ownerUrl,
      DATA_DIR: join(folder, 'data'),
      CLOCK: 'manual',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text.out += more))
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text.err += more))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', status => resolve({ status, ...text }))
  })
}

/** The JSON answer of a command that must be done. */
async function done(...args: string[]) {
  const { status, out, err } = await florin([...args, '--json'])
  if (status !== 0) throw new Error(`florin ${args.join(' ')} ended with ${status}: ${err}`)
  return JSON.parse(out)
}

/** Commands beside the database are processes of their own: seconds each on a busy machine. */
const processesMs = 240_000

const why = ['--reason', 'as agreed on the phone']

test(
  'the first operator is made beside the database, and can then do all',
  async () => {
    const first = await started(['operator', 'create', 'Ada', '--role', 'admin', '--json'])
    const made = JSON.parse(first.out)
    expect(first).toMatchObject({ status: 0, err: '' })
    expect(made).toMatchObject({ name: 'Ada', roles: ['admin'] })
    token = made.token
    const twice = await started(['operator', 'create', 'Ada', '--role', 'support'])
    expect(twice).toMatchObject({ status: 1, out: '' })
    expect(twice.err).toContain('name is or was the name of another operator')
    const second = await done('operator', 'create', 'Bo', '--role', 'support', ...why)
    expect(second.roles).toEqual(['support'])
    await done('operator', 'disable', 'Bo', ...why)
    const listed = await florin(['operator', 'list', '--limit', '2'])
    expect(listed).toMatchObject({ status: 0, err: '' })
    expect(listed.out).toMatch(
      /^operatorId +name +roles +createdAt +disabledAt\n.*\n[0-9a-f-]{36} +Ada +admin +\S+ +-\n$/,
    )
  },
  processesMs,
)

test('a list is loaded from a file, users on it are hits, and a hit is settled; a broken file is refused', async () => {
  const file = join(folder, 'Wanted People.json')
  const listed = { id: 'w1', schema: 'Person', properties: { name: ['Zdzisława Szukana'], topics: ['wanted'] } }
  await writeFile(file, `${JSON.stringify(listed)}\n`)
  const loaded = await done('screening', 'load', file, ...why)
  expect(loaded).toMatchObject({ list: 'wanted-people', listVersion: 1, status: 'ACTIVE', people: 1 })
  expect(await done('screening', 'lists')).toMatchObject([{ list: 'sandbox' }, { list: 'wanted-people' }])
  const [match] = await done('screening', 'check', 'SZUKANA Zdzislawa', ...why)
  expect(match).toMatchObject({ score: 100, list: 'wanted-people', topics: ['CRIME'] })
  const body = { externalUserId: 'wanted', email: 'w@example.com', firstName: 'Zdzislawa', lastName: 'Szukana' }
  await bank.call('POST', '/v1/user/balances/crypto', body, { key: bank.keys.noKyc })
  await bank.settle()
  const [hit] = await done('screening', 'hits', '--status', 'open')
  expect(hit).toMatchObject({ externalUserId: 'wanted', name: 'Zdzisława Szukana', risk: 'HIGH' })
  expect(await done('screening', 'claim', hit.hitId, ...why)).toMatchObject({ claimedBy: 'operator:Ada' })
  expect(await done('screening', 'hits', '--claim', 'mine', '--risk', 'high')).toHaveLength(1)
  expect(await done('screening', 'hits', '--claim', 'free', '--list', 'wanted-people')).toEqual([])
  expect(await done('screening', 'note', hit.hitId, 'Another face', ...why)).toMatchObject({ text: 'Another face' })
  expect(await done('screening', 'release', hit.hitId, ...why)).toMatchObject({ claimedBy: null })
  const shown = await florin(['screening', 'hit', hit.hitId])
  expect(shown.out).toMatch(/entityId +w1\n/)
  expect(shown.out).toContain('Another face')
  expect(await done('screening', 'dismiss', hit.hitId, ...why)).toMatchObject({ approvedBy: 'operator:Ada' })
  expect(await done('screening', 'confirm', hit.hitId, ...why)).toMatchObject({ status: 'TRUE_MATCH' })
  await writeFile(file, 'no list')
  const refused = await florin(['screening', 'load', file, ...why])
  expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('none of OpenSanctions')])
  expect((await florin(['screening', 'load', join(folder, 'nowhere'), ...why])).status).toBe(2)
  expect(await done('screening', 'loads', '--list', 'wanted-people')).toHaveLength(2)
  expect((await done('screening', 'sweeps'))[0]).toMatchObject({ sweep: 2 })
})

test('a partner is taken on, gets a key that works, a fee and a limit; all of it is on record', async () => {
  const partner = await done('partner', 'create', 'Acme', '--model', 'no-kyc', '--lock-seconds', '45', ...why)
  expect(partner).toMatchObject({ name: 'Acme', model: 'NO_KYC', lockLifeSeconds: 45, sepaLoop: 'CLOSED' })
  partnerId = partner.partnerId
  const changed = await done('partner', 'settings', 'Acme', '--sepa-loop', 'open', '--rate-burst', '500', ...why)
  expect(changed).toEqual({ ...partner, sepaLoop: 'OPEN', rateBurst: 500 })
  expect(await done('partner', 'show', partnerId)).toEqual(changed)
  const list = await done('partner', 'list', '--limit', '2')
  expect(list).toHaveLength(2)

  const key = await done('key', 'create', 'Acme', '--name', 'till', '--scope', 'read', '--scope', 'admin', ...why)
  expect(key.scopes).toEqual(['read', 'admin'])
  const shown = async () => (await bank.call('GET', '/v1/partner/fees', undefined, { key: key.apiKey })).body.fees?.[0]
  expect((await shown()).fraction).toBe('0.0149')
  const fee = await done('fee', 'set', 'Acme', '--kind', 'exchange', '--fraction', '0.0099', ...why)
  expect(await shown()).toMatchObject({ fraction: '0.0099', isOverride: true })
  expect(await done('fee', 'list', 'Acme')).toMatchObject([{ overrideId: fee.overrideId, fraction: '0.0099' }])
  await done('fee', 'end', 'Acme', fee.overrideId, ...why)
  expect((await shown()).fraction).toBe('0.0149')

  const rule = ['--tier', 'extended', '--operation', 'transfer', '--period', 'day', '--cap', '250000']
  // Its users bear none.
  expect((await florin(['limit', 'set', 'Acme', ...rule, ...why])).err).toContain('P491')
  const withKyc = 'Demo partner with KYC'
  const limit = await done('limit', 'set', withKyc, ...rule, ...why)
  expect(limit).toMatchObject({
    tier: 'EXTENDED',
    operation: 'TRANSFER',
    period: 'DAY',
    cap: '250000.00',
    validTo: null,
  })
  const ended = await done('limit', 'end', withKyc, limit.overrideId, ...why)
  expect(ended.validTo).not.toBeNull()
  expect(await done('limit', 'list', withKyc)).toEqual([ended])
  expect((await florin(['limit', 'end', withKyc, limit.overrideId, ...why])).status).toBe(1)

  await done('key', 'revoke', 'Acme', key.keyId, ...why)
  expect(await shown()).toBeUndefined()
  expect(await done('key', 'list', 'Acme')).toMatchObject([{ keyId: key.keyId, name: 'till' }])

  const records = await done('audit', '--partner-id', partnerId)
  for (const record of records) expect(record).toMatchObject({ actor: 'operator:Ada', reason: why[1] })
  const actions = records.map(({ action }: { action: string }) => action)
  expect(actions).toContain('operator.createFeeOverride')
  expect(actions).toContain('api-key.revoked')
})

test('a user is found, shown, suspended; a verification is decided', async () => {
  const { externalUserId } = await newUser()
  const partner = 'Demo partner with KYC'
  const found = await done('user', 'find', partner, '--external-id', externalUserId)
  expect(found).toHaveLength(1)
  const { user, personalData } = await done('user', 'show', partner, externalUserId)
  expect(user).toMatchObject({ externalUserId, userId: found[0].userId })
  expect(personalData.lastName).toBe('Nowak')

  await bank.call('POST', '/v1/user/verification', { externalUserId, documentType: 'PASSPORT', documentNumber: 'AB1' })
  const [open] = await done('case', 'list', '--status', 'pending', '--partner', partner)
  expect(open.externalUserId).toBe(externalUserId)
  const rejected = await done('case', 'reject', open.caseId, '--because', 'DOCUMENT_EXPIRED', ...why)
  expect(rejected).toMatchObject({ status: 'REJECTED', rejectionReasons: ['DOCUMENT_EXPIRED'] })

  expect(await done('user', 'suspend', partner, externalUserId, ...why)).toMatchObject({ status: 'SUSPENDED' })
  expect((await done('user', 'unsuspend', partner, externalUserId, ...why)).status).not.toBe('SUSPENDED')
  expect(await done('user', 'risk', partner, externalUserId, '--level', 'high', ...why)).toMatchObject({ risk: 'HIGH' })

  const picture = await makePicture()
  await bank.call('POST', `/v1/user/kyc-files/${externalUserId}`, formOf([['front', picture]]))
  const exported = join(folder, 'export')
  expect(await done('user', 'export', partner, externalUserId, exported)).toMatchObject({ folder: exported, files: 1 })
  const person = JSON.parse(readFileSync(join(exported, 'person.json'), 'utf8'))
  expect(person).toMatchObject({ personalData: { lastName: 'Nowak' }, files: [{ part: 'FRONT' }] })
  expect(readFileSync(join(exported, person.files[0].link)).equals(picture)).toBe(true)
  const nobody = await florin(['user', 'show', partner, 'nobody'])
  expect(nobody).toMatchObject({ status: 2, err: 'the partner has no user "nobody"\n' })
})

async function newUser() {
  const body = {
    externalUserId: 'cli-1',
    email: 'anna@example.com',
    phone: '+48500100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    birthDate: '1990-01-01',
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-001',
    country: 'PL',
    citizenship: 'PL',
  }
  const { status, text } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', body)
  if (status !== 200) throw new Error(text)
  return body
}

test(
  'the books are looked at and verified, over the network and beside the database',
  async () => {
    const sheet = await florin(['trial-balance'])
    expect(sheet.status).toBe(0)
    expect(sheet.out).toMatch(/^eur +own-funds +equity +-200000\.00$/m)
    const balance = await done('balance', 'Demo partner with KYC', 'partner', 'EUR')
    expect(balance).toMatchObject({ currency: 'eur', balance: '100000.00' })
    const verified = await florin(['verify'])
    expect(verified.status).toBe(0)
    expect(verified.out).toMatch(/^isIntact +true$/m)
    expect((await started(['verify', '--local'])).out).toMatch(/^isIntact +true$/m)
    expect((await florin(['seal'])).status).toBe(0)
  },
  processesMs,
)

test('the clock is moved', async () => {
  const before = (await bank.running.resources.kernel.clock.now()).getTime()
  const { now, settled } = await done('clock', 'advance', '1h30m')
  expect(settled).toBe(true)
  expect(new Date(now).getTime() - before).toBe(5_400_000)
})

test('a dead job is listed and tried again', async () => {
  const id = '01980000-0000-7000-8000-0000000000d1'
  await bank.database.owner.query(
    `insert into jobs.job (id, partner_id, kind, key, payload, state, due_at, attempt, last_error, actor, created_at)
     values ($1, $2, 'nobody.does-this', 'k', '{}', 'dead', clock.now(), 12, 'Error: no', 'test', clock.now())`,
    [id, partnerId],
  )
  expect(await done('jobs', 'dead', '--kind', 'nobody.does-this')).toMatchObject([{ jobId: id, attempts: 12 }])
  expect(await done('jobs', 'retry', id, ...why)).toMatchObject({ jobId: id })
  expect((await florin(['jobs', 'dead'])).out).toBe('none\n')
  await bank.database.owner.query('delete from jobs.job where id = $1', [id])
})

test(
  'a backup of a running bank is restored elsewhere and verifies there; a broken one is not',
  async () => {
    const backup = join(folder, 'backup')
    const made = await started(['backup', backup, '--json'])
    const { manifestSha256, kind } = JSON.parse(made.out)
    expect(kind).toBe('logical')
    expect(manifestSha256).toMatch(/^[0-9a-f]{64}$/)
    const other: TestDatabase = await createTestDatabase({ empty: true })
    try {
      const elsewhere = { DATABASE_URL: other.appUrl, DATABASE_OWNER_URL: other.ownerUrl }
      const wrong = await started(['restore', backup, '--manifest-sha256', '0'.repeat(64)], elsewhere)
      expect(wrong.status).toBe(1)
      expect((await started(['restore', backup, '--manifest-sha256', manifestSha256], elsewhere)).status).toBe(0)
      const verified = await started(['verify', '--local', '--json'], elsewhere)
      expect(JSON.parse(verified.out)).toMatchObject({ isIntact: true })
      const again = await started(['restore', backup], elsewhere)
      expect(again.status).toBe(1)
      expect(again.err).not.toBe('')
    } finally {
      await other.drop()
    }
  },
  processesMs,
)

test('changed books make verify fail, naming the row', async () => {
  const { owner } = bank.database
  await owner.query(`update ledger.account set posted = posted + 1 where code = 'partner' and asset = 'eur'`)
  const { status, out, err } = await florin(['verify'])
  await owner.query(`update ledger.account set posted = posted - 1 where code = 'partner' and asset = 'eur'`)
  expect([status, err]).toEqual([1, 'the books are not intact\n'])
  expect(out).toMatch(/^law +row +detail$/m)
})

test(
  'how a command ends says what went wrong: 1 refused, 2 misused, 3 nobody there',
  async () => {
    const wrongToken = await florin(['partner', 'list'], { operatorToken: 'op_wrong' })
    expect(wrongToken.status).toBe(1)
    expect(wrongToken.err).toMatch(/^P401: Access Denied\. xo2 Is FLORIN_OPERATOR_TOKEN .* right\? \[request .*\]\n$/)
    const noToken = await started(['partner', 'list'])
    expect(noToken.status).toBe(2)
    expect(noToken.err).toContain('set FLORIN_OPERATOR_TOKEN')
    const noReason = await florin(['partner', 'create', 'x', '--model', 'KYC'])
    expect(noReason.status).toBe(2)
    expect(noReason.err).toContain("required option '--reason <text>' not specified")
    const badWord = await florin(['partner', 'create', 'x', '--model', 'SOME', ...why])
    expect([badWord.status, badWord.err]).toEqual([2, expect.stringContaining('It must be one of KYC, NO_KYC.')])
    const unknown = await florin(['partner', 'show', 'No such'])
    expect(unknown).toMatchObject({ status: 2, out: '' })
    const refused = await florin(['key', 'create', 'Acme', '--name', 'x', '--scope', 'everything', ...why])
    expect(refused.status).toBe(1)
    expect(refused.err).toMatch(/^P403: scopes\.0 must be one of/)
    const away = await florin(['partner', 'list'], { operatorUrl: 'http://127.0.0.1:1' })
    expect(away.status).toBe(3)
    expect(away.err).toContain('http://127.0.0.1:1')
    expect((await florin(['--help'])).status).toBe(0)
    expect((await florin(['nonsense'])).status).toBe(2)
  },
  processesMs,
)

test(
  'a database that is not there is not made by looking for it',
  async () => {
    const nowhere = { DATABASE_URL: '', DATABASE_OWNER_URL: '', DATA_DIR: join(folder, 'nowhere') }
    const ended = await started(['backup', join(folder, 'b2')], nowhere)
    expect(ended.status).toBe(1)
    expect(ended.err).toContain('there is no database in')
  },
  processesMs,
)

test('a duration is read as people write it, and anything else is refused', () => {
  expect(durationMs('1h30m')).toBe(5_400_000)
  expect(durationMs('90s')).toBe(90_000)
  expect(durationMs('2d')).toBe(172_800_000)
  expect(durationMs('250ms')).toBe(250)
  for (const text of ['', 'h', '1', '1x', '-1h', '1h 30m', '1.5h']) expect(() => durationMs(text)).toThrow(Misuse)
})
