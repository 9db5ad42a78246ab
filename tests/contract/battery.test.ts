import { type Endpoint, type EndpointId, endpoints, scopeOf } from '@florin/contract/index.ts'
import { afterAll, expect, test } from 'vitest'
import { startBank } from '../harness/start-bank.ts'
import { describeEndpoint, type Target } from './battery.ts'
import { samples } from './samples.ts'
import { type KeyName, makeWorld } from './world.ts'

const bank = await startBank()
const world = await makeWorld(bank)
afterAll(async () => {
  await bank.stop()
  await world.stop()
})

const keyHeader = (name: KeyName) => ({ 'x-api-key': world.keys[name] })

const target: Target = {
  baseUrl: () => bank.url,
  nobody: [
    [{}, 'xo1'],
    [{ 'x-api-key': 'sk_test_of_nobody' }, 'xo2'],
  ],
  credentials(e, who) {
    const isNoKyc = e.model === 'no-kyc'
    switch (who) {
      case 'owner':
        return keyHeader(isNoKyc ? 'noKyc' : 'kyc')
      case 'stranger':
        return keyHeader(isNoKyc ? 'otherNoKyc' : 'otherKyc')
      case 'lesser':
        return isNoKyc || scopeOf(e) === 'read' ? undefined : keyHeader('reader')
      case 'wrongModel':
        return e.model === undefined ? undefined : keyHeader(isNoKyc ? 'kyc' : 'noKyc')
    }
  },
  async sample(id) {
    const { owner, ...parts } = await samples[id as EndpointId](world)
    return { ...parts, credentials: keyHeader(owner) }
  },
}

const calls: [string, Endpoint][] = Object.entries(endpoints)
for (const [id, e] of calls) describeEndpoint(id, e, target)

test('an unknown route is P404, with and without a key', async () => {
  for (const key of [null, bank.keys.kyc]) {
    const { status, body } = await bank.call('GET', '/v1/no/such/route', undefined, { key })
    expect({ status, errorCode: body.errorCode }).toEqual({ status: 404, errorCode: 'P404' })
  }
})

test('nothing in the whole battery was a fault of ours', () => {
  expect(bank.complaints).toEqual([])
})
