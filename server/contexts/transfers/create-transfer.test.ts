import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { reading, transact } from '../../kit/kernel.ts'
import { demoPartners } from '../partners/index.ts'
import { Valuation } from '../pricing/index.ts'
import { createUser, type UserDirectory } from '../users/index.ts'
import { createTransfer } from './create-transfer.ts'

let bank: Bank
const key = { key: '' }
beforeAll(async () => {
  bank = await startBank()
  key.key = bank.keys.noKyc
  for (const externalUserId of ['ann', 'ben']) await open(externalUserId)
})
afterAll(() => bank.stop())

const origin = { actor: 'system:test', partnerId: demoPartners.noKyc.id }

async function open(externalUserId: string): Promise<void> {
  await transact(bank.running.resources.kernel, origin, work =>
    createUser(work, { externalUserId, model: 'no-kyc', person: {} }),
  )
}

const send = (body: unknown, headers: Record<string, string> = {}) =>
  bank.call('POST', '/v1/transfer', body, { ...key, headers })

test('a transfer from the partner to a user can be read back, and is in both histories once', async () => {
  const sent = await send({ destinationExternalUserId: 'ann', amount: '12.34', currency: 'EUR' })
  expect(sent.text).toContain('transferId')
  expect(sent.status).toBe(201)
  const read = await bank.call('GET', `/v1/transfer/details/${sent.body.transferId}`, undefined, key)
  expect(read.body).toMatchObject({
    transferId: sent.body.transferId,
    sourceExternalUserId: null,
    destinationExternalUserId: 'ann',
    amount: '12.34',
    currency: 'eur',
    status: 'COMPLETED',
  })
  const { rows } = await bank.database.owner.query(
    'select owner_id, direction, balance_after from statement.line where id = $1 order by direction',
    [sent.body.transferId],
  )
  expect(rows.map(row => [row.direction, row.balance_after])).toEqual([
    ['IN', 1234n],
    ['OUT', 9_998_766n],
  ])
})

test('a hundred races for the last cent have one winner, and nobody goes below zero', async () => {
  await send({ destinationExternalUserId: 'ben', amount: '1', currency: 'usdc' })
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      send({ sourceExternalUserId: 'ben', destinationExternalUserId: 'ann', amount: 1, currency: 'usdc' }),
    ),
  )
  expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
  expect(answers.filter(answer => answer.body.errorCode === 'P433')).toHaveLength(99)
})

test('a key sent a hundred times at once moves money once, and every answer is the same', async () => {
  const body = { destinationExternalUserId: 'ben', amount: '5', currency: 'usdt' }
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => send(body, { 'idempotency-key': 'one-and-only' })),
  )
  expect(new Set(answers.map(answer => answer.text)).size).toBe(1)
  expect(answers.filter(answer => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(99)
  const other = await send({ ...body, amount: '6' }, { 'idempotency-key': 'one-and-only' })
  expect(other.body.errorCode).toBe('P409')
})

test('a refusal is kept under its key: money that comes later does not change the answer', async () => {
  const body = { sourceExternalUserId: 'ben', amount: '7', currency: 'ltc' }
  const first = await send(body, { 'idempotency-key': 'too-early' })
  expect(first.body.errorCode).toBe('P433')
  await send({ destinationExternalUserId: 'ben', amount: '7', currency: 'ltc' })
  const second = await send(body, { 'idempotency-key': 'too-early' })
  expect(second.text).toBe(first.text)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
})

test.each([
  ['neither end', { amount: 1, currency: 'eur' }, 'P424'],
  ['an unknown user', { destinationExternalUserId: 'nobody', amount: 1, currency: 'eur' }, 'P412'],
  ['an unknown currency', { destinationExternalUserId: 'ann', amount: 1, currency: 'xyz' }, 'P410'],
  ['too many decimals', { destinationExternalUserId: 'ann', amount: '1.001', currency: 'eur' }, 'P403'],
  ['an exponent in a string', { destinationExternalUserId: 'ann', amount: '1e3', currency: 'eur' }, 'P403'],
  ['zero', { destinationExternalUserId: 'ann', amount: 0, currency: 'eur' }, 'P403'],
  ['a negative amount', { destinationExternalUserId: 'ann', amount: -1, currency: 'eur' }, 'P403'],
  ['itself', { sourceExternalUserId: 'ann', destinationExternalUserId: 'ann', amount: 1, currency: 'eur' }, 'P403'],
])('%s is refused with its code and moves nothing', async (_name, body, code) => {
  const before = await bank.database.owner.query('select count(*) from ledger.entry')
  expect((await send(body)).body.errorCode).toBe(code)
  const after = await bank.database.owner.query('select count(*) from ledger.entry')
  expect(after.rows).toEqual(before.rows)
})

test('every transfer makes one event with the body that the details show', async () => {
  const sent = await send({ destinationExternalUserId: 'ann', amount: '0.00000005', currency: 'btc' })
  const read = await bank.call('GET', `/v1/transfer/details/${sent.body.transferId}`, undefined, key)
  const { rows } = await bank.database.owner.query('select body from events.event where subject = $1', [
    sent.body.transferId,
  ])
  expect(rows.map(row => JSON.parse(row.body))).toEqual([read.body])
})

test('when neither end can be looked up the call is refused, and no failure is left that would end the process', async () => {
  const left: unknown[] = []
  const listen = (error: unknown) => left.push(error)
  process.on('unhandledRejection', listen)
  const users = { find: () => Promise.reject(new Error('the database is away')) } as unknown as UserDirectory
  const command = { sourceExternalUserId: 'x', destinationExternalUserId: 'y', amount: '1', currency: 'eur' }
  const work = await reading(bank.running.resources.kernel, origin)
  const valuation = new Valuation(bank.running.resources.kernel)
  await expect(createTransfer(work, command, { users, valuation })).rejects.toThrow('the database is away')
  await new Promise(resolve => setImmediate(resolve))
  process.off('unhandledRejection', listen)
  expect(left).toEqual([])
})
