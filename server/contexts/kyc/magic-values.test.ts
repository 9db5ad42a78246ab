import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf, makePicture } from '../../../tests/harness/pictures.ts'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { magicCities, magicNumbers } from '../../rails/kyc-checks/simulator/magic-values.ts'

import { reasons } from './ruleset.ts'

/** The table of the guide: a value, what it shows, and what becomes of it. */
const guide = readFileSync(join(import.meta.dirname, '../../../docs/verification.md'), 'utf8')
const rows = [...guide.matchAll(/^\| `(SANDBOX-[A-Z-]+|Sandbox \w+)` \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(
  ([, value = '', shows = '', outcome = '', reason = '']) => ({ value, shows, outcome, reason }),
)

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

let count = 0
async function create(more: object = {}): Promise<string> {
  const externalUserId = `magic-${++count}`
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
  return externalUserId
}

test('the guide lists every magic value with what it shows', () => {
  const listed = Object.fromEntries(rows.map(({ value, shows }) => [value, shows]))
  const known = [...Object.entries(magicNumbers), ...Object.entries(magicCities)]
  expect(listed).toEqual(Object.fromEntries(known.map(([value, { shows }]) => [value, shows])))
})

test('every document number of the guide leads where the guide says, through the same rules as a real one', async () => {
  for (const { value, outcome, reason } of rows.filter(row => row.value.startsWith('SANDBOX-'))) {
    const externalUserId = await create()
    await bank.call('POST', '/v1/user/verification', {
      externalUserId,
      documentType: 'ID_CARD',
      documentNumber: `${value}-${count}`,
    })
    await bank.settle()
    const { body } = await bank.call('GET', `/v1/kyc/status/${externalUserId}`)
    expect(`${value} ${body.status}`).toBe(`${value} ${outcome}`)
    const { rows: found } = await bank.database.owner.query<{ reason: string }>(
      `select distinct unnest(c.reasons) as reason from kyc."check" c join kyc."case" k on k.id = c.subject_id
       where k.external_user_id = $1`,
      [externalUserId],
    )
    const told = body.status === 'REJECTED' ? body.rejectionReasons : found.map(row => row.reason)
    expect(told.map((one: string) => `\`${one}\``).join(', ') || '–', value).toBe(reason)
    // In the sandbox an undecided case can always be decided by hand.
    if (body.status === 'IN_REVIEW' || body.status === 'PENDING') {
      const decided = await bank.call('POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
      expect(decided.body.status).toBe('APPROVED')
    }
  }
})

test('every city of the guide leads where the guide says', async () => {
  for (const { value, outcome, reason } of rows.filter(row => row.value.startsWith('Sandbox '))) {
    const externalUserId = await create({ country: 'AM', city: value })
    const form = formOf([['files', await makePicture()]])
    expect((await bank.call('POST', `/v1/user/poa-files/${externalUserId}`, form)).status).toBe(201)
    await bank.settle()
    const { body } = await bank.call('GET', `/v1/user/${externalUserId}`)
    expect(`${value} ${body.poaStatus}`).toBe(`${value} ${outcome}`)
    const { rows: found } = await bank.database.owner.query<{ reason: string }>(
      `select unnest(c.reasons) as reason from kyc."check" c join kyc.poa p on p.id = c.subject_id
       where p.external_user_id = $1`,
      [externalUserId],
    )
    expect(found.map(row => `\`${row.reason}\``).join(', ') || '–', value).toBe(reason)
  }
})

test('the guide lists every reason with what it leads to', () => {
  const listed = [...guide.matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (a person|rejection) \|$/gm)].map(row => row.slice(1))
  const known = Object.entries(reasons).map(([reason, { meaning, outcome }]) => [
    reason,
    meaning,
    outcome === 'REVIEW' ? 'a person' : 'rejection',
  ])
  expect(listed).toEqual(known)
})

test('nothing of all this was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
