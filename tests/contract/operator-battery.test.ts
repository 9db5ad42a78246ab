import { type Endpoint, type OperatorEndpointId, operatorEndpoints } from '@florin/contract/index.ts'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startBank } from '../harness/start-bank.ts'
import { describeEndpoint, type Target } from './battery.ts'
import { operatorSamples } from './operator-samples.ts'
import { makeOperatorWorld, roles } from './operator-world.ts'

const bank = await startBank()
const world = await makeOperatorWorld(bank)
afterAll(async () => {
  await bank.stop()
  await world.stop()
})

const target: Target = {
  baseUrl: () => bank.operatorUrl,
  nobody: [
    [{}, 'xo1'],
    [{ authorization: 'Basic YTpi' }, 'xo1'],
    [{ 'x-api-key': bank.keys.kyc }, 'xo1'],
    [{ authorization: 'Bearer of_nobody' }, 'xo2'],
  ],
  credentials(e, who) {
    if (who === 'owner') return world.bearer('admin')
    if (who !== 'lesser') return undefined
    const without = roles.find(role => e.roles?.includes(role) === false)
    return without && world.bearer(without)
  },
  sample: async id => ({
    ...(await operatorSamples[id as OperatorEndpointId](world)),
    credentials: world.bearer('admin'),
  }),
}

const calls: [string, Endpoint][] = Object.entries(operatorEndpoints)
for (const [id, e] of calls) describeEndpoint(id, e, target)

test('the partners’ calls are not on the operator’s listener, nor the other way round', async () => {
  const operator = await fetch(`${bank.operatorUrl}/v1/partner/balances`, { headers: { 'x-api-key': bank.keys.kyc } })
  expect(operator.status).toBe(404)
  const partner = await fetch(`${bank.url}/operator/v1/partners`, { headers: { ...world.bearer('admin') } })
  expect(partner.status).toBe(404)
})

/** Fields in which people appear; an operator's name and a partner's own account are none. */
const personal =
  /"(personalData|firstName|lastName|holderName|senderName|senderIban|email|match|evidence|rejectionReasons|link)":/

test('whatever call of an operator shows people is on record', async () => {
  const { rows } = await bank.database.owner.query<{ action: string }>(
    `select distinct action from audit.record where action like 'operator.%'`,
  )
  const recorded = rows.map(({ action }) => action)
  const showing = calls.filter(([, { response }]) =>
    personal.test(JSON.stringify(z.toJSONSchema(response, { io: 'input', unrepresentable: 'any' }))),
  )
  expect(showing.map(([id]) => id)).toEqual(
    expect.arrayContaining(['inspectUser', 'listKycCases', 'listScreeningHits']),
  )
  for (const [id] of showing) expect(recorded).toContain(`operator.${id}`)
})

test('nothing in the whole battery was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
