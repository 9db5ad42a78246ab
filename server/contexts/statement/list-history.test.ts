import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { transact } from '../../kit/kernel.ts'
import { moneyOf } from '../../kit/money.ts'
import { commitEffects } from '../../kit/work/commit.ts'
import type { HistoryLine } from '../../kit/work/decision.ts'
import { findBalances } from '../ledger/index.ts'
import { demoPartners } from '../partners/index.ts'
import { createUser, type User } from '../users/index.ts'

let bank: Bank
let user: User
let accounts: ReadonlyMap<string, string>
const partnerId = demoPartners.kyc.id
const origin = { actor: 'system:test', partnerId }
const kernel = () => bank.running.resources.kernel

beforeAll(async () => {
  bank = await startBank()
  user = await transact(kernel(), origin, work =>
    createUser(work, { externalUserId: 'reader', model: 'kyc', person: { country: 'PL' } }),
  )
  const balances = await findBalances(kernel().pool, partnerId, user.id)
  accounts = new Map(balances.map(({ asset, accountId }) => [asset, accountId]))
})
afterAll(() => bank.stop())

/** Writes a line as a decision would, and moves the clock on by a minute. */
async function tell(line: Partial<HistoryLine> & { type: string; amount?: string; asset?: string }): Promise<string> {
  const { amount = '10', asset = 'eur', ...rest } = line
  const id = await transact(kernel(), origin, async work => {
    const lineId = work.newId()
    await commitEffects(work, [
      {
        tell: [
          {
            ownerId: user.id,
            id: lineId,
            direction: 'IN',
            status: 'COMPLETED',
            accountId: accounts.get(asset) ?? '',
            money: moneyOf(asset, amount),
            createdAt: work.now,
            completedAt: work.now,
            ...rest,
          },
        ],
      },
    ])
    return lineId
  })
  await bank.advance(60_000)
  return id
}
const read = (query = '', headers: Record<string, string> = {}): Promise<Answer> =>
  bank.call('GET', `/v1/user/transaction-history/reader${query}`, undefined, { headers })
const idsOf = async (query: string): Promise<string[]> =>
  (await read(query)).body.transactions.map((entry: { id: string }) => entry.id)

test('an entry says all that the contract promises, in the numbers of its asset', async () => {
  const before = (await kernel().clock.now()).toISOString()
  const id = await tell({
    type: 'EXCHANGE',
    direction: 'OUT',
    asset: 'btc',
    amount: '0.003',
    fee: moneyOf('eur', '1.49'),
    counterparty: 'eur',
  })
  expect((await read('?type=exchange')).body).toEqual({
    transactions: [
      {
        id,
        type: 'EXCHANGE',
        direction: 'OUT',
        status: 'COMPLETED',
        amount: '0.00300000',
        currency: 'btc',
        fee: '1.49',
        feeCurrency: 'eur',
        counterparty: 'eur',
        reference: null,
        balanceAfter: '0.00000000',
        createdAt: before,
        completedAt: before,
      },
    ],
    nextCursor: null,
  })
})

test('each filter gives exactly what it names, together they give what all of them name', async () => {
  const from = (await kernel().clock.now()).toISOString()
  const deposit = await tell({ type: 'SEPA_DEPOSIT' })
  const failed = await tell({ type: 'SEPA_TRANSFER', status: 'FAILED', direction: 'OUT' })
  const middle = (await kernel().clock.now()).toISOString()
  const crypto = await tell({ type: 'P2P_TRANSFER', asset: 'usdc' })
  const last = await tell({ type: 'P2P_TRANSFER' })
  const to = (await kernel().clock.now()).toISOString()

  const within = `from=${from}&to=${to}`
  expect(await idsOf(`?${within}`)).toEqual([last, crypto, failed, deposit])
  expect(await idsOf(`?from=${from}&to=${middle}`)).toEqual([failed, deposit])
  expect(await idsOf(`?from=${middle}&to=${to}`)).toEqual([last, crypto])
  expect(await idsOf(`?${within}&type=P2P_TRANSFER`)).toEqual([last, crypto])
  expect(await idsOf(`?${within}&status=failed`)).toEqual([failed])
  expect(await idsOf(`?${within}&currency=USDC`)).toEqual([crypto])
  expect(await idsOf(`?${within}&currency=eur&type=P2P_TRANSFER&status=COMPLETED`)).toEqual([last])
  expect(await idsOf(`?${within}&currency=btc&type=SEPA_DEPOSIT`)).toEqual([])
})

test('an exchange is found by what was given and by what was received, page by page', async () => {
  const from = (await kernel().clock.now()).toISOString()
  const ids: string[] = []
  for (const [asset, counterparty] of [
    ['eur', 'doge'],
    ['doge', 'eur'],
    ['eur', 'btc'],
  ] as const)
    ids.push(await tell({ type: 'EXCHANGE', direction: 'OUT', asset, counterparty }))
  const [given, received] = ids
  expect(await idsOf(`?from=${from}&currency=doge`)).toEqual([received, given])
  expect(await idsOf(`?from=${from}&currency=doge&type=P2P_TRANSFER`)).toEqual([])
  const { body: first } = await read(`?from=${from}&currency=doge&limit=1`)
  expect(await idsOf(`?from=${from}&currency=doge&limit=1&cursor=${first.nextCursor}`)).toEqual([given])
})

test('a filter that cannot be honoured is refused, never an empty list', async () => {
  const refusals: [string, string][] = [
    ['?type=NONSENSE', 'P403'],
    ['?status=DONE', 'P403'],
    ['?currency=xyz', 'P410'],
    ['?from=yesterday', 'P403'],
    ['?from=2026-02-30', 'P403'],
    ['?from=2026-02-02&to=2026-02-01', 'P403'],
    ['?limit=0', 'P403'],
    ['?limit=201', 'P403'],
    ['?cursor=abc', 'P403'],
    ['?colour=red', 'P403'],
  ]
  for (const [query, code] of refusals) {
    const { status, body } = await read(query)
    expect(`${query} ${status} ${body.errorCode}`).toBe(`${query} 400 ${code}`)
  }
})

test('following the cursors gives every entry once, newest first, also while new ones are written', async () => {
  for (let n = 0; n < 5; n += 1) await tell({ type: 'ADJUSTMENT' })
  const whole = await idsOf('?limit=200')
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: Answer = await read(`?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...body.transactions.map((entry: { id: string }) => entry.id))
    cursor = body.nextCursor
    if (seen.length === 4) await tell({ type: 'ADJUSTMENT' })
  }
  expect(seen).toEqual(whole)
  expect(whole).toEqual(whole.toSorted().reverse())
})

test('the name of a payer opens with the key of the owner, and stands nowhere in clear', async () => {
  await tell({
    type: 'SEPA_DEPOSIT',
    personal: { dataKeyId: user.dataKeyId, counterparty: 'Jan Kowalski', reference: 'Rent, "May"' },
  })
  const { body } = await read('?limit=1')
  expect(body.transactions[0]).toMatchObject({ counterparty: 'Jan Kowalski', reference: 'Rent, "May"' })
  const { rows } = await bank.database.owner.query<{ text: string }>('select l::text as text from statement.line l')
  expect(rows.map(row => row.text).join()).not.toContain('Kowalski')
})

test('the same page comes as CSV, where nothing that others wrote is a formula', async () => {
  await tell({
    type: 'SEPA_DEPOSIT',
    amount: '1234.5',
    personal: { dataKeyId: user.dataKeyId, counterparty: '=HYPERLINK("http://x")', reference: 'two\nlines, "quoted"' },
  })
  const page = (await read('?limit=2')).body.transactions
  const { text, headers } = await read('?limit=2', { accept: 'text/csv' })
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(text.split('\r\n').map(line => line.split(',')[0])).toEqual(['id', page[0].id, page[1].id, ''])
  expect((await read('?limit=2', { accept: 'Text/CSV' })).text).toBe(text)
  const excluded = await read('?limit=2', { accept: 'application/json, text/csv;q=0' })
  expect(excluded.body.transactions).toEqual(page)
  expect(text).toContain(`1234.50,eur,,,"'=HYPERLINK(""http://x"")","two\nlines, ""quoted""",0.00,`)
})

test('once the key of the owner is destroyed its history stays, without the names in it', async () => {
  await bank.database.owner.query('update vault.data_key set wrapped = null, destroyed_at = now() where id = $1', [
    user.dataKeyId,
  ])
  kernel().vault.forget(partnerId, user.dataKeyId)
  const { body } = await read('?type=SEPA_DEPOSIT')
  expect(body.transactions).toHaveLength(3)
  for (const entry of body.transactions) expect(entry).toMatchObject({ counterparty: null, reference: null })
})

test('the partner reads its own history by its own path, and nobody else', async () => {
  const sent = await bank.call('POST', '/v1/user/balances/crypto', {}, { key: bank.keys.noKyc })
  expect(sent.status).toBe(400)
  const own = { key: bank.keys.noKyc }
  await bank.call(
    'POST',
    '/v1/user/balances/crypto',
    { externalUserId: 'p', email: 'p@example.com', firstName: 'P', lastName: 'Q' },
    own,
  )
  await bank.call('POST', '/v1/transfer', { destinationExternalUserId: 'p', amount: '2.50', currency: 'eur' }, own)
  const mine = await bank.call('GET', '/v1/partner/transaction-history', undefined, own)
  expect(mine.body.transactions).toEqual([
    expect.objectContaining({
      type: 'P2P_TRANSFER',
      direction: 'OUT',
      amount: '2.50',
      counterparty: 'p',
      balanceAfter: '99997.50',
    }),
  ])
  const theirs = await bank.call('GET', '/v1/user/transaction-history/p', undefined, own)
  expect(theirs.body.transactions).toEqual([
    expect.objectContaining({
      id: mine.body.transactions[0].id,
      direction: 'IN',
      amount: '2.50',
      counterparty: null,
      balanceAfter: '2.50',
    }),
  ])
  expect((await bank.call('GET', '/v1/user/transaction-history/p')).body.errorCode).toBe('P412')
  expect((await bank.call('GET', '/v1/partner/transaction-history')).body.transactions).toEqual([])
})
