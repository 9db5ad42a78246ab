import { createClient, eachItem, FlorinError, verifyWebhook, WebhookRejected } from '@florin/sdk'
import { createOperatorClient } from '@florin/sdk/operator.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createOperator, makeToken } from '../../server/contexts/operator/index.ts'
import { NIL_ID } from '../../server/kit/ids.ts'
import { transact } from '../../server/kit/kernel.ts'
import { Receiver } from '../harness/receiver.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank

beforeAll(async () => {
  bank = await startBank()
})
afterAll(() => bank.stop())

const partner = () => createClient({ baseUrl: bank.url, apiKey: bank.keys.noKyc })
const person = { email: 'anna@example.com', firstName: 'Anna', lastName: 'Nowak' }

test('a partner opens a user, funds it and reads its history through the client', async () => {
  const florin = partner()
  // Everything that a path has to carry encoded.
  const externalUserId = 'Anna ?&#%+ Łódź'
  const { balances } = await florin.users.createUser({ externalUserId, ...person })
  expect(balances.map(({ name }) => name)).toContain('eur')
  const amounts = ['1.10', 2.2, '3.30']
  for (const amount of amounts) {
    await florin.transfers.createTransfer({ destinationExternalUserId: externalUserId, amount, currency: 'EUR' })
  }
  const seen: string[] = []
  for await (const entry of eachItem(query => florin.users.getUserHistory(externalUserId, { ...query, limit: 2 }))) {
    seen.push(entry.amount)
  }
  expect(seen).toEqual(['3.30', '2.20', '1.10'])
  const csv = await florin.users.getUserHistoryAs('text/csv', externalUserId, { limit: 1 })
  expect(csv).toContain('3.30')
})

test('one key acts once, whoever repeats the call', async () => {
  const florin = partner()
  await florin.users.createUser({ externalUserId: 'once', ...person })
  const transfer = { destinationExternalUserId: 'once', amount: '5.00', currency: 'eur' }
  const options = { idempotencyKey: 'sdk-once' }
  const first = await florin.transfers.createTransfer(transfer, options)
  expect(await florin.transfers.createTransfer(transfer, options)).toEqual(first)
  const other = { ...transfer, amount: '6.00' }
  await expect(florin.transfers.createTransfer(other, options)).rejects.toMatchObject({ code: 'P409', status: 409 })
})

test('a refusal says which field and which request', async () => {
  const failure: unknown = await partner()
    .transfers.createTransfer({ destinationExternalUserId: 'once', amount: '0.001', currency: 'eur' })
    .catch(error => error)
  expect(failure).toBeInstanceOf(FlorinError)
  expect(failure).toMatchObject({
    code: 'P403',
    errors: [{ path: 'amount', message: 'amount must have at most 2 decimal places' }],
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('every webhook is proved by its token and its signature, and by neither when a byte was changed', async () => {
  const receiver = await Receiver.start()
  try {
    const florin = partner()
    const token = 'a-long-secret-of-ours'
    await florin.webhooks.updateWebhookSettings({ url: receiver.url, token })
    const { secret } = await florin.webhooks.rotateWebhookSecret()
    await florin.users.createUser({ externalUserId: 'told', ...person })
    const { transferId } = await florin.transfers.createTransfer({
      destinationExternalUserId: 'told',
      amount: '7.00',
      currency: 'eur',
    })
    await vi.waitFor(() => expect(receiver.webhooks.some(({ body }) => body.includes(transferId))).toBe(true), {
      timeout: 20_000,
    })
    for (const delivery of receiver.webhooks) {
      const event = await verifyWebhook(delivery, { secret, token })
      // An earlier test's transfer may still be on its way.
      if (event.type === 'transfer.status' && event.body.transferId === transferId)
        expect(event.body.destinationExternalUserId).toBe('told')
      const changed = { ...delivery, body: `${delivery.body} ` }
      await expect(verifyWebhook(changed, { secret, token })).rejects.toBeInstanceOf(WebhookRejected)
    }
  } finally {
    await receiver.stop()
  }
})

test('an operator works through a client too', async () => {
  const token = makeToken()
  await transact(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    createOperator(work, { name: 'maria', roles: ['admin'], token }),
  )
  const operator = createOperatorClient({ baseUrl: bank.operatorUrl, token })
  const { assets } = await operator.books.getTrialBalance()
  expect(assets.every(({ isBalanced }) => isBalanced)).toBe(true)
  expect((await operator.partners.listPartners({ limit: 10 })).partners).toHaveLength(2)
})
