import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../tests/harness/database.ts'
import { makePaper } from '../../../tests/harness/papers.ts'
import { formOf, makePicture } from '../../../tests/harness/pictures.ts'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { runCommand } from '../../commands.ts'
import { readConfig } from '../../config.ts'
import { masterKeys } from '../../keys.ts'
import { NIL_ID } from '../../kit/ids.ts'
import { transact } from '../../kit/kernel.ts'
import { UnknownMasterKey, Vault } from '../../kit/vault.ts'
import { folderStore } from '../../rails/object-store/folder.ts'
import { createOperator, makeToken } from '../operator/index.ts'
import { demoPartners } from '../partners/index.ts'
import { findFiles } from './file-store.ts'
import { openFile } from './file-vault.ts'

const day = 86_400_000
let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

async function create(externalUserId: string, more: object = {}): Promise<string> {
  const { body } = await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId,
    email: 'anna@example.com',
    phone: '+48600100200',
    firstName: 'Anna',
    lastName: 'Nowak',
    address: 'Prosta 1',
    city: 'Warszawa',
    postCode: '00-850',
    country: 'PL',
    citizenship: 'PL',
    ...more,
  })
  return body.userId
}
type Named = readonly (readonly [string, Buffer])[]
const upload = (externalUserId: string, files: Named, headers: Record<string, string> = {}): Promise<Answer> =>
  bank.call('POST', `/v1/user/kyc-files/${externalUserId}`, formOf(files), { headers })
const uploadPoa = (externalUserId: string, files: Named): Promise<Answer> =>
  bank.call('POST', `/v1/user/poa-files/${externalUserId}`, formOf(files))
const decidePoa = (externalUserId: string, decision: string): Promise<Answer> =>
  bank.call('POST', '/v1/simulate/poa-decision', { externalUserId, decision })

async function eventsOf(userId: string): Promise<string[]> {
  const { rows } = await bank.database.owner.query<{ line: string }>(
    `select type || ' ' || (body::jsonb ->> 'status') as line from events.event where subject = $1 order by id`,
    [userId],
  )
  return rows.map(({ line }) => line)
}
const partsOf = ({ body }: Answer): string[] => body.files.map((file: { part: string }) => file.part)

test('files are taken by their names or in the order of the document, and say what is missing', async () => {
  const userId = await create('parts', { documentType: 'ID_CARD' })
  const front = await upload('parts', [['front', await makePicture()]])
  expect(front.status, front.text).toBe(201)
  expect(front.body).toMatchObject({ files: [{ part: 'FRONT' }], missing: ['BACK', 'SELFIE'] })
  expect((await upload('parts', [['files', await makePicture()]])).body).toMatchObject({ files: [{ part: 'BACK' }] })
  const all = await Promise.all([makePicture(), makePicture('jpeg'), makePicture('jpeg')])
  const three = await upload(
    'parts',
    all.map(bytes => ['files', bytes] as const),
  )
  expect(partsOf(three)).toEqual(['FRONT', 'BACK', 'SELFIE'])
  expect(three.body.missing).toEqual([])
  expect(await eventsOf(userId)).toEqual(Array(3).fill('kyc.file ADDED'))

  await create('passport', { documentType: 'PASSPORT' })
  const two = await upload(
    'passport',
    all.slice(0, 2).map(bytes => ['files', bytes] as const),
  )
  expect(partsOf(two)).toEqual(['FRONT', 'SELFIE'])
})

test('what is not clear, not known or not allowed is refused with the documented code, and nothing is told', async () => {
  const userId = await create('refused')
  const picture = await makePicture()
  const code = async (files: Named): Promise<string> => (await upload('refused', files)).body.errorCode
  expect(await code([['files', picture]])).toBe('P403')
  expect(
    await code([
      ['front', picture],
      ['front', picture],
    ]),
  ).toBe('P403')
  expect(await code([['passport', picture]])).toBe('P403')
  expect(await code([1, 2, 3, 4].map(() => ['files', picture] as const))).toBe('P403')
  expect((await bank.call('POST', '/v1/user/kyc-files/refused', new FormData())).body.errorCode).toBe('P403')
  expect((await bank.call('POST', '/v1/user/kyc-files/refused', { files: [] })).body.errorMessage).toContain(
    'multipart',
  )
  expect((await upload('nobody', [['front', picture]])).body.errorCode).toBe('P412')

  const refusals: readonly (readonly [Buffer, string])[] = [
    [Buffer.from('MZ\x90 renamed.jpg'), 'accepted type'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'accepted type'],
    [Buffer.concat([picture, makePaper(['x'])]), 'more than one type'],
    [Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'Most Compatible'],
    [picture.subarray(0, -20), 'not complete'],
    [makePaper(['x'], { encrypted: true }), 'encrypted'],
    [Buffer.from('%PDF-1.7\nstartxref\n9\n%%EOF\n'), 'decoded'],
  ]
  for (const [bytes, word] of refusals) {
    const { body } = await upload('refused', [['front', bytes]])
    expect(body, word).toMatchObject({ errorCode: 'P426', errorMessage: expect.stringContaining(word) })
  }
  const large = Buffer.concat([picture, Buffer.alloc(5_242_881)])
  expect(await code([['front', large]])).toBe('P440')
  // Far too large: the answer comes although the rest is not read.
  const flood = await upload('refused', [['front', Buffer.alloc(40_000_000)]]).catch(() => undefined)
  expect([undefined, 'P440']).toContain(flood?.body.errorCode)
  expect(await eventsOf(userId)).toEqual([])
})

test('one key adds once; the same key with another file is refused', async () => {
  const userId = await create('once')
  const picture = await makePicture()
  const headers = { 'idempotency-key': 'files-once' }
  const first = await upload('once', [['front', picture]], headers)
  const again = await upload('once', [['front', picture]], headers)
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect((await upload('once', [['front', await makePicture()]], headers)).body.errorCode).toBe('P409')
  expect(await eventsOf(userId)).toEqual(['kyc.file ADDED'])
})

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

test('a file is sealed before it is kept, and taken out of the store when the law no longer wants it', async () => {
  const userId = await create('sealed')
  const picture = await makePicture()
  await upload('sealed', [
    ['front', picture],
    ['selfie', await makePicture('jpeg')],
  ])
  const folder = join(bank.dataDir, 'files')
  const own = (): string[] => filesBelow(folder).filter(path => path.includes(userId))
  expect(own()).toHaveLength(2)
  for (const path of own()) {
    expect(readFileSync(path).includes(picture.subarray(0, 16))).toBe(false)
    expect(readFileSync(path)[0]).toBe(1)
  }

  await bank.call('DELETE', '/v1/user/sealed')
  await bank.settle()
  const kept = await bank.database.owner.query<{ days: number }>(
    `select extract(day from delete_after - created_at)::int as days from kyc.file where user_id = $1`,
    [userId],
  )
  expect(kept.rows).toEqual([{ days: 30 }, { days: 30 }])
  await bank.advance(29 * day)
  expect(own()).toHaveLength(2)
  await bank.advance(2 * day)
  expect(own()).toEqual([])
  const { rows } = await bank.database.owner.query<{ count: number }>(
    `select count(*)::int as count from kyc.file where user_id = $1 and erased_at is not null`,
    [userId],
  )
  expect(rows).toEqual([{ count: 2 }])
})

test('a file that another replaces before anybody has looked at it is erased; what a check has seen stays', async () => {
  const userId = await create('replaced')
  const kept = async (): Promise<number> =>
    filesBelow(join(bank.dataDir, 'files')).filter(path => path.includes(userId)).length
  for (const part of ['front', 'front', 'selfie']) await upload('replaced', [[part, await makePicture()]])
  await bank.advance(2 * 3_600_000)
  expect(await kept()).toBe(2)
  const verification = { externalUserId: 'replaced', documentType: 'PASSPORT', documentNumber: 'SANDBOX-BLURRED-5' }
  await bank.call('POST', '/v1/user/verification', verification)
  await bank.settle()
  await upload('replaced', [['front', await makePicture()]])
  await bank.advance(2 * 3_600_000)
  expect(await kept()).toBe(3)
})

test('master keys rotate: files open under the next one, and the former one opens nothing more', async () => {
  const { kernel } = bank.running.resources
  const userId = await create('rotated')
  const picture = await makePicture()
  await upload('rotated', [['front', picture]])
  const [file] = await findFiles(kernel.pool, demoPartners.kyc.id, userId)
  if (file === undefined) throw new Error('no file')
  const store = folderStore(join(bank.dataDir, 'files'))
  const former = masterKeys(readConfig(bank.settings)).current
  const next = randomBytes(32)
  const vaultOf = async (current: Buffer, older: Buffer[] = []): Promise<Vault> => {
    const vault = new Vault({ masters: { current, former: older }, sql: kernel.pool })
    await vault.start(new Date())
    return vault
  }
  const both = await vaultOf(next, [former])
  expect(await openFile(both, store, file)).toEqual(picture)
  while ((await both.wrapAnew(100)) > 0);
  expect(await openFile(await vaultOf(next), store, file)).toEqual(picture)
  await expect(vaultOf(former)).rejects.toBeInstanceOf(UnknownMasterKey)
  // The bank goes on with the key that it was started with.
  const back = await vaultOf(former, [next])
  while ((await back.wrapAnew(100)) > 0);
})

test('users’ files are in a backup and open where it is restored; what is lost is said, with what to do', async () => {
  const userId = await create('backed-up')
  const picture = await makePicture()
  await upload('backed-up', [['front', picture]])
  const folder = mkdtempSync(join(tmpdir(), 'florin-files-'))
  const target = await createTestDatabase({ empty: true })
  const log = bank.running.resources.kernel.log
  const run = (command: string, name: string, settings: Record<string, string> = {}) =>
    runCommand([command, join(folder, name)], readConfig({ ...bank.settings, ...settings }), log)
  const elsewhere = { DATABASE_URL: target.appUrl, DATABASE_OWNER_URL: target.ownerUrl, DATA_DIR: join(folder, 'data') }
  try {
    const files = filesBelow(join(bank.dataDir, 'files')).length
    expect(await run('backup', 'one')).toMatchObject({ userFiles: files, lostFiles: 0 })
    const restored = await run('restore', 'one', elsewhere)
    expect(restored).toMatchObject({ userFiles: `${files} in ${join(folder, 'data', 'files')}` })
    const store = folderStore(join(folder, 'data', 'files'))
    const vault = new Vault({ masters: masterKeys(readConfig(bank.settings)), sql: target.pool })
    await vault.start(new Date())
    const [file] = await findFiles(target.pool, demoPartners.kyc.id, userId)
    if (file === undefined) throw new Error('no file')
    expect(await openFile(vault, store, file)).toEqual(picture)

    await store.remove(file.objectKey)
    const open = openFile(vault, store, file)
    await expect(open).rejects.toThrow(`The store has lost file ${file.id}. Put ${file.objectKey} back from a backup`)
    expect(await run('backup', 'two', elsewhere)).toMatchObject({
      lostFiles: expect.stringContaining('1 of the users'),
    })
    const bucket = {
      S3_ENDPOINT: 'http://127.0.0.1:1',
      S3_BUCKET: 'b',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
    }
    const besides = await run('backup', 'three', { ...elsewhere, ...bucket })
    expect(besides).toMatchObject({ userFiles: 'not in this backup: copy the bucket b besides' })
  } finally {
    await target.drop()
    rmSync(folder, { recursive: true })
  }
})

test('a proof of address waits, is questioned, and is approved on a better copy; each step is told', async () => {
  const userId = await create('armenia', { country: 'AM', city: 'Yerevan' })
  expect((await bank.call('GET', '/v1/user/balances/armenia')).body.poaRequired).toBe(true)
  expect((await decidePoa('armenia', 'APPROVED')).body.errorCode).toBe('P460')
  const paper = makePaper(['Electric Networks of Armenia', 'Anna Nowak', 'Prosta 1, Yerevan'])

  const first = await uploadPoa('armenia', [['files', paper]])
  expect(first.status, first.text).toBe(201)
  expect(first.body).toMatchObject({ status: 'WAITING' })
  const pending = await uploadPoa('armenia', [['files', paper]])
  expect([pending.status, pending.body.errorCode]).toEqual([202, 'P211'])
  expect((await decidePoa('armenia', 'QUESTIONED')).body).toEqual({ status: 'QUESTIONED' })
  expect((await decidePoa('armenia', 'QUESTIONED')).status).toBe(200)
  expect((await decidePoa('armenia', 'REJECTED')).body.errorCode).toBe('P460')

  await uploadPoa('armenia', [
    ['files', paper],
    ['files', await makePicture()],
  ])
  expect((await decidePoa('armenia', 'APPROVED')).body).toEqual({ status: 'APPROVED' })
  expect((await uploadPoa('armenia', [['files', paper]])).body.errorCode).toBe('P447')
  expect((await decidePoa('armenia', 'REJECTED')).body.errorCode).toBe('P447')
  expect((await bank.call('GET', '/v1/user/armenia')).body.poaStatus).toBe('APPROVED')
  expect((await bank.call('GET', '/v1/user/balances/armenia')).body.poaRequired).toBe(false)
  expect(await eventsOf(userId)).toEqual([
    'poa.status WAITING',
    'poa.status QUESTIONED',
    'poa.status WAITING',
    'poa.status APPROVED',
  ])
})

test('where no proof of address is asked for, none is taken', async () => {
  await create('poland')
  expect((await uploadPoa('poland', [['files', await makePicture()]])).body.errorCode).toBe('P460')
})

test('of two proofs of address at once one is taken, and the other is told that it is under review', async () => {
  await create('twice', { country: 'GE' })
  const paper = makePaper(['x'])
  const answers = await Promise.all([uploadPoa('twice', [['files', paper]]), uploadPoa('twice', [['files', paper]])])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 202])
})

test('the operator sees a file by a link of its own: it is on record, opens nothing else, and ends', async () => {
  const userId = await create('viewed')
  const picture = await makePicture()
  const { body } = await upload('viewed', [['front', picture]])
  const [{ fileId }] = body.files
  const token = makeToken()
  const { kernel } = bank.running.resources
  await transact(kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    createOperator(work, { name: 'maria', roles: ['compliance'], token }),
  )
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${bank.operatorUrl}/operator/v1/kyc-files/${fileId}/link`, { headers })
  const { link } = (await answer.json()) as { link: string }
  const shown = await fetch(bank.operatorUrl + link)
  expect(Buffer.from(await shown.arrayBuffer()).equals(picture)).toBe(true)
  expect(shown.headers.get('content-type')).toBe('image/png')
  expect(shown.headers.get('content-security-policy')).toContain('sandbox')
  expect(shown.headers.get('cache-control')).toBe('no-store')
  const { rows } = await bank.database.owner.query<{ line: string }>(
    `select actor || ' ' || action as line from audit.record where subject in ($1, $2) order by id`,
    [userId, fileId],
  )
  expect(rows.map(({ line }) => line).slice(-2)).toEqual([
    'operator:maria operator.linkKycFile',
    'operator:maria kyc.file-viewed',
  ])

  const other = (await upload('viewed', [['selfie', await makePicture()]])).body.files[0].fileId
  const wrong = [
    link.replace(fileId, other),
    link.replace('maria', 'jo'),
    link.replace(/until=(\d)/, 'until=9$1'),
    link.replace(/proof=(.)/, (_, first: string) => `proof=${first === 'A' ? 'B' : 'A'}`),
    link.slice(0, link.indexOf('?')),
  ]
  for (const path of wrong) expect((await fetch(bank.operatorUrl + path)).status).toBe(404)
  const late = { fileId, actor: 'operator:maria', untilMs: 1, proof: 'x' }
  expect(await bank.running.app.openFileLink(late)).toBeUndefined()
})

test('nothing of all this was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
