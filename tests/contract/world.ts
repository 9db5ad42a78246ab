import { type EndpointId, endpoints } from '@florin/contract/index.ts'
import { bodyExample } from '@florin/contract/openapi/request-examples.ts'
import { createApiKey, createPartner } from '../../server/contexts/partners/index.ts'
import { transact } from '../../server/kit/kernel.ts'
import { Receiver } from '../harness/receiver.ts'
import type { Bank } from '../harness/start-bank.ts'
import { ask } from './ask.ts'
import type { CallParts } from './faults.ts'

export const owners = ['kyc', 'noKyc'] as const
export type Owner = (typeof owners)[number]
export type KeyName = Owner | 'otherKyc' | 'otherNoKyc' | 'reader'

/** A bank with two partners of each model, and what samples need of it. */
export interface World {
  readonly bank: Bank
  readonly keys: Readonly<Record<KeyName, string>>
  /** A partner’s endpoint that takes every webhook. */
  readonly webhookUrl: string
  /** A text that nothing else bears. */
  fresh(word: string): string
  /** Makes a call that must be done, and gives its answer. */
  done(owner: Owner, id: EndpointId, parts: CallParts): Promise<Record<string, unknown>>
  /** A new user of the partner without KYC, with some EUR. */
  user(): Promise<string>
  /** A new user of the partner with KYC, whose verification has not begun. */
  newKycUser(person?: Readonly<Record<string, string>>): Promise<string>
  /** As `newKycUser`, verified. */
  verifiedUser(): Promise<string>
  stop(): Promise<void>
}

const lots = { perSecond: 100_000, burst: 200_000, moneyPerSecond: 100_000, moneyBurst: 200_000 }

/** The battery is faster than any partner may be. */
async function liftLimits(bank: Bank): Promise<void> {
  const { owner } = bank.database
  await owner.query(`update partners.partner set settings = jsonb_set(settings, '{limits}', $1)`, [
    JSON.stringify(lots),
  ])
  await owner.query('update partners.generation set number = number + 1')
}

async function makeKey(bank: Bank, name: string, model: 'kyc' | 'no-kyc'): Promise<string> {
  const key = `sk_test_${name}_0123456789abcdef0123456789`
  const { kernel } = bank.running.resources
  const origin = { actor: 'test', partnerId: '00000000-0000-0000-0000-000000000000' }
  await transact(kernel, origin, async work => {
    const partner = await createPartner(work, { name, model, settings: { limits: lots } })
    await createApiKey({ ...work, partnerId: partner.id }, { name, scopes: ['admin'], key })
  })
  return key
}

/** A key of the partner with KYC that may only read. */
async function makeReader(bank: Bank): Promise<string> {
  const key = 'sk_test_reader_0123456789abcdef0123456789'
  const { rows } = await bank.database.owner.query<{ id: string }>(
    `select id from partners.partner where model = 'kyc'`,
  )
  const partnerId = rows[0]?.id ?? ''
  await transact(bank.running.resources.kernel, { actor: 'test', partnerId }, work =>
    createApiKey(work, { name: 'reader', scopes: ['read'], key }),
  )
  return key
}

export async function makeWorld(bank: Bank): Promise<World> {
  const receiver = await Receiver.start()
  const reader = await makeReader(bank)
  await liftLimits(bank)
  const keys = {
    ...bank.keys,
    reader,
    otherKyc: await makeKey(bank, 'other-kyc', 'kyc'),
    otherNoKyc: await makeKey(bank, 'other-no-kyc', 'no-kyc'),
  }
  let count = 0
  const fresh = (word: string): string => `${word}-${++count}`

  async function done(owner: Owner, id: EndpointId, parts: CallParts): Promise<Record<string, unknown>> {
    const reply = await ask(bank.url, { 'x-api-key': keys[owner] }, endpoints[id], parts)
    if (reply.status >= 300) throw new Error(`${id} was refused: ${reply.text}`)
    return reply.body
  }

  async function create(owner: Owner, id: 'createKycUser' | 'createUser', more = {}): Promise<string> {
    const externalUserId = fresh('customer')
    await done(owner, id, { body: { ...bodyExample(id, endpoints[id]), externalUserId, ...more } })
    return externalUserId
  }

  async function fund(owner: Owner, destinationExternalUserId: string): Promise<string> {
    await done(owner, 'createTransfer', { body: { destinationExternalUserId, amount: '100.00', currency: 'eur' } })
    return destinationExternalUserId
  }

  async function verify(externalUserId: string): Promise<void> {
    const document = bodyExample('startVerification', endpoints.startVerification)
    await done('kyc', 'startVerification', { body: { ...document, externalUserId } })
    await done('kyc', 'decideKyc', { body: { externalUserId, decision: 'APPROVED' } })
    await bank.settle()
  }

  return {
    bank,
    keys,
    webhookUrl: `${receiver.url}/florin`,
    fresh,
    done,
    user: async () => fund('noKyc', await create('noKyc', 'createUser')),
    newKycUser: person => create('kyc', 'createKycUser', person),
    stop: () => receiver.stop(),
    async verifiedUser() {
      const externalUserId = await create('kyc', 'createKycUser')
      await verify(externalUserId)
      return externalUserId
    },
  }
}
