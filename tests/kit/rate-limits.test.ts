import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOperator, makeToken } from '../../server/contexts/operator/index.ts'
import { NIL_ID } from '../../server/kit/ids.ts'
import { transact } from '../../server/kit/kernel.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await startBank({ OPERATOR_CALLS_PER_SECOND: '1' }, { rateLimits: 'kept' })
})
afterAll(async () => {
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

async function newOperator(name: string): Promise<string> {
  const token = makeToken()
  await transact(bank.running.resources.kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    createOperator(work, { name, roles: ['admin'], token }),
  )
  return token
}

test('each operator has an allowance of its own: one who is over it keeps no other out', async () => {
  const [busy, other] = [await newOperator('busy'), await newOperator('other')]
  const ask = (token: string) =>
    fetch(`${bank.operatorUrl}/operator/v1/partners`, { headers: { authorization: `Bearer ${token}` } })
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(busy)))
  const statuses = answers.map(({ status }) => status)
  expect(statuses).toContain(200)
  expect(statuses).toContain(429)
  expect((await ask(other)).status).toBe(200)
})

test('a page’s call takes one of its allowance, and none of its partner’s', async () => {
  await bank.call('POST', '/v1/user/balances/crypto-and-fiat', {
    externalUserId: 'anna',
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
  const { body } = await bank.call('POST', '/v1/kyc', { externalUserId: 'anna' })
  const opened = await fetch(`${body.verificationUrl}/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { token } = (await opened.json()) as { token: string }
  const state = await fetch(`${body.verificationUrl}/state`, { headers: { authorization: `Bearer ${token}` } })
  expect(state.status).toBe(200)
  expect(state.headers.get('ratelimit-policy')).toContain('burst=40')
  expect(state.headers.get('ratelimit')).toContain('r=39;')
})
