import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, startBank } from '../../../tests/harness/start-bank.ts'
import { elapsedMs } from '../../kit/clock/clock.ts'
import { type Kernel, transact } from '../../kit/kernel.ts'
import type { Work } from '../../kit/work/work.ts'
import { hashOfKey } from './api-key.ts'
import { createApiKey } from './create-api-key.ts'
import {
  demoPartners,
  makeKey,
  makePartnerGate,
  PartnerDirectory,
  type PartnerGate,
  revokeApiKey,
  updatePartner,
} from './index.ts'
import { replaceIpAllowlist } from './replace-ip-allowlist.ts'
import { findKeyByHash } from './store.ts'

let bank: Bank
let kernel: Kernel
beforeAll(async () => {
  bank = await startBank()
  kernel = bank.running.resources.kernel
})
const gates: PartnerGate[] = []
afterAll(async () => {
  for (const gate of gates) await gate.stop()
  // Before the end: dropping the database cuts connections that are just closing.
  const complaints = [...(bank?.complaints ?? [])]
  await bank?.stop()
  expect(complaints).toEqual([])
})

const partnerId = demoPartners.kyc.id
const within = <T>(act: (work: Work) => Promise<T>): Promise<T> => transact(kernel, { actor: 'test', partnerId }, act)

async function newKey(name = 'a key'): Promise<{ id: string; key: string }> {
  const key = makeKey('sandbox')
  const { id } = await within(work => createApiKey(work, { name, scopes: ['write'], key }))
  return { id, key }
}

/** A process of its own, as far as partners go: it hears of changes only if told so. */
function anotherProcess(environment: Kernel['environment'] = 'sandbox') {
  const own = { ...kernel, environment }
  const directory = new PartnerDirectory(own)
  const gate = makePartnerGate(own, directory)
  gates.push(gate)
  const connection = {}
  const admit = async (apiKey: string | undefined, ip = '203.0.113.9') =>
    gate.admit({ apiKey, authorization: undefined, ip, connection })
  return { directory, gate, admit }
}

/** Asks until the answer is the wanted one; returns after how many ms. */
async function takes(wanted: unknown, ask: () => Promise<unknown>): Promise<number> {
  const started = elapsedMs()
  while ((await ask()) !== wanted) {
    if (elapsedMs() - started > 5_000) throw new Error(`not ${String(wanted)} within 5 s`)
    await new Promise(resolve => setImmediate(resolve))
  }
  return elapsedMs() - started
}

test('no key is xo1; an unknown, cut or overlong one is xo2; a good one says who calls', async () => {
  const here = anotherProcess()
  const { admit } = here
  const { id, key } = await newKey()
  expect(await admit(undefined)).toBe('xo1')
  expect(await admit('')).toBe('xo1')
  expect(await admit('sk_test_unknown')).toBe('xo2')
  expect(await admit(key.slice(0, -1))).toBe('xo2')
  expect(await admit('x'.repeat(10_000))).toBe('xo2')
  expect(await admit(key)).toEqual({
    partnerId,
    keyId: id,
    actor: `key:${id}`,
    scope: 'write',
    model: 'kyc',
    limits: (await here.directory.get(partnerId)).settings.limits,
  })
})

test('a revoked key is refused at once where it was revoked', async () => {
  const here = anotherProcess()
  for (let round = 0; round < 20; round += 1) {
    const { id, key } = await newKey()
    expect(await here.admit(key)).toMatchObject({ keyId: id })
    await within(work => revokeApiKey(work, { keyId: id, keepsAdmin: true }, here.directory))
    expect(await here.admit(key)).toBe('xo2')
  }
})

test('a revoked key is refused within one second everywhere, also when the notification is lost', async () => {
  const [here, there] = [anotherProcess(), anotherProcess()]
  const { id, key } = await newKey()
  expect(await there.admit(key)).toMatchObject({ keyId: id })
  await within(work => revokeApiKey(work, { keyId: id, keepsAdmin: true }, here.directory))
  expect(await takes('xo2', () => there.admit(key))).toBeLessThan(1_000)
})

test('a notification makes it a matter of milliseconds', async () => {
  const [here, there] = [anotherProcess(), anotherProcess()]
  const deaf = await bank.running.resources.listener.listen('partners', () => there.directory.look())
  const { id, key } = await newKey()
  expect(await there.admit(key)).toMatchObject({ keyId: id })
  await within(work => revokeApiKey(work, { keyId: id, keepsAdmin: true }, here.directory))
  expect(await takes('xo2', () => there.admit(key))).toBeLessThan(300)
  deaf()
})

test('a key that was unknown a moment ago works once it is made', async () => {
  const { admit } = anotherProcess()
  const key = makeKey('sandbox')
  expect(await admit(key)).toBe('xo2')
  await within(work => createApiKey(work, { name: 'late', scopes: ['read'], key }))
  await takes('read', async () => {
    const caller = await admit(key)
    return typeof caller === 'string' ? caller : caller.scope
  })
})

test('no statement is run for a key that was seen before', async () => {
  let statements = 0
  const counting = {
    query: (...given: unknown[]) => {
      statements += 1
      return (kernel.pool.query as (...given: unknown[]) => unknown).apply(kernel.pool, given)
    },
  }
  const own = { ...kernel, pool: counting as unknown as Kernel['pool'] }
  const gate = makePartnerGate(own, new PartnerDirectory(own))
  gates.push(gate)
  const { key } = await newKey()
  const started = elapsedMs()
  const call = { apiKey: key, authorization: undefined, ip: '203.0.113.9', connection: {} }
  for (let n = 0; n < 5_000; n += 1) await gate.admit(call)
  // The key, and the count of changes: at first, then twice a second.
  expect(statements).toBeLessThanOrEqual(2 + Math.ceil((elapsedMs() - started) / 500))
})

test('a suspended partner’s keys are refused as unknown ones are, until it is resumed', async () => {
  const here = anotherProcess()
  const { key } = await newKey()
  await within(work => updatePartner(work, { isSuspended: true }, here.directory))
  expect(await here.admit(key)).toBe('xo2')
  await within(work => updatePartner(work, { isSuspended: false }, here.directory))
  expect(await here.admit(key)).toMatchObject({ partnerId })
})

test('changed limits reach the caller', async () => {
  const here = anotherProcess()
  const { key } = await newKey()
  await here.admit(key)
  const limits = { perSecond: 7, burst: 8, moneyPerSecond: 9, moneyBurst: 10 }
  await within(work => updatePartner(work, { settings: { limits } }, here.directory))
  expect(await here.admit(key)).toMatchObject({ limits })
})

test('an address that is not on the list is xo3 in production, and never in the sandbox', async () => {
  const [production, sandbox] = [anotherProcess('production'), anotherProcess()]
  const { key } = await newKey()
  const ranges = ['203.0.113.0/24', '2001:db8::/32']
  await within(work => replaceIpAllowlist(work, { ranges, mustAllow: undefined }, production.directory))
  expect(await production.admit(key, '203.0.113.9')).toMatchObject({ partnerId })
  expect(await production.admit(key, '::ffff:203.0.113.9')).toMatchObject({ partnerId })
  expect(await production.admit(key, '198.51.100.1')).toBe('xo3')
  expect(await production.admit('sk_live_unknown', '198.51.100.1')).toBe('xo2')
  await takes(partnerId, async () => {
    const caller = await sandbox.admit(key, '198.51.100.1')
    return typeof caller === 'string' ? caller : caller.partnerId
  })
  await within(work => replaceIpAllowlist(work, { ranges: [], mustAllow: '198.51.100.1' }, production.directory))
  expect(await production.admit(key, '198.51.100.1')).toMatchObject({ partnerId })
})

test('a list that shuts out its own caller is refused', async () => {
  const { directory } = anotherProcess('production')
  const command = { ranges: ['203.0.113.0/24'], mustAllow: '198.51.100.1' }
  await expect(within(work => replaceIpAllowlist(work, command, directory))).rejects.toThrow(
    'ranges must include 198.51.100.1',
  )
})

test('the last use is written, by our clock, and not more than once a minute', async () => {
  const { admit, gate } = anotherProcess()
  const { key } = await newKey()
  const lastUse = async () => (await findKeyByHash(bank.database.pool, hashOfKey(key)))?.lastUsedAt
  expect(await lastUse()).toBeUndefined()
  await Promise.all([admit(key), admit(key)])
  await gate.stop()
  expect(await lastUse()).toEqual(await kernel.clock.now())
})

test('each call by one connection is judged by the key that it shows itself', async () => {
  const { admit } = anotherProcess()
  const [one, other] = [await newKey(), await newKey()]
  expect(await admit(one.key)).toMatchObject({ keyId: one.id })
  expect(await admit(other.key)).toMatchObject({ keyId: other.id })
  expect(await admit('sk_test_of_nobody')).toBe('xo2')
  expect(await admit(`${other.key}x`)).toBe('xo2')
  expect(await admit(undefined)).toBe('xo1')
  expect(await admit(one.key)).toMatchObject({ keyId: one.id })
})

test('a database that is away refuses nobody as unknown: the question fails', async () => {
  const { key } = await newKey()
  const query = () => Promise.reject(new Error('Connection terminated unexpectedly'))
  const own = { ...kernel, pool: { query } as unknown as Kernel['pool'] }
  const gate = makePartnerGate(own, new PartnerDirectory(own))
  const call = { apiKey: key, authorization: undefined, ip: '203.0.113.9', connection: {} }
  await expect(gate.admit(call)).rejects.toThrow('Connection')
})
