import { type EndpointId, endpoints } from '@florin/contract/index.ts'
import { bodyExample } from '@florin/contract/openapi/request-examples.ts'
import { makePicture } from '../harness/pictures.ts'
import type { CallParts } from './faults.ts'
import type { Owner, World } from './world.ts'

/** A call that is done when its owner makes it. */
export interface Sample extends CallParts {
  readonly owner: Owner
}

type MakeSample = (world: World) => Promise<Sample> | Sample

const pair = { currencyFrom: 'eur', currencyTo: 'btc', amount: '10.00' }

const ofUser: MakeSample = async world => ({ owner: 'noKyc', params: { externalUserId: await world.user() } })
const plain: MakeSample = () => ({ owner: 'kyc' })

const lockOf = async (world: World, owner: Owner, query: Record<string, string>): Promise<unknown> =>
  (await world.done(owner, owner === 'kyc' ? 'lockPartnerExchangeRate' : 'lockExchangeRate', { query })).lockId

const userExchange = async (world: World) => {
  const externalUserId = await world.user()
  const lockId = await lockOf(world, 'noKyc', { externalUserId, ...pair })
  return { externalUserId, ...pair, lockId }
}

const partnerExchange = async (world: World) => ({ ...pair, lockId: await lockOf(world, 'kyc', pair) })

const someEvent = async (world: World): Promise<string> => {
  await world.user()
  await world.bank.settle()
  const { events } = await world.done('noKyc', 'listEvents', { query: { limit: '1' } })
  return (events as { id: string }[])[0]?.id ?? ''
}

const startedVerification = async (world: World): Promise<string> => {
  const externalUserId = await world.newKycUser()
  const document = bodyExample('startVerification', endpoints.startVerification)
  await world.done('kyc', 'startVerification', { body: { ...document, externalUserId } })
  return externalUserId
}

const someIban = 'PL61109010140000071219812874'

/** A payment to the account from which the user has just paid in. */
const payment = async (world: World) => {
  const externalUserId = await world.verifiedUser()
  const deposit = { externalUserId, amount: '25.00', senderName: 'Anna Nowak', senderIban: someIban }
  await world.done('kyc', 'simulateSepaDeposit', { body: deposit })
  await world.bank.advance(5_000)
  return {
    sourceExternalUserId: externalUserId,
    currency: 'eur',
    amount: '10.00',
    destinationIban: someIban,
    transferTitle: 'Withdrawal',
  }
}

const paid = async (world: World): Promise<string> =>
  String((await world.done('kyc', 'createSepaTransfer', { body: await payment(world) })).transferId)

/** One valid call per endpoint. A missing one is a type error; each is made anew for every use. */
export const samples: Readonly<Record<EndpointId, MakeSample>> = {
  createKycUser: world => ({
    owner: 'kyc',
    body: { ...bodyExample('createKycUser', endpoints.createKycUser), externalUserId: world.fresh('customer') },
  }),
  createUser: world => ({
    owner: 'noKyc',
    body: { ...bodyExample('createUser', endpoints.createUser), externalUserId: world.fresh('customer') },
  }),
  getUserBalances: ofUser,
  getUserHistory: async world => ({ ...(await ofUser(world)), query: { limit: '10', currency: 'eur' } }),
  getUser: ofUser,
  listUsers: () => ({ owner: 'noKyc', query: { limit: '2' } }),
  updateUser: async world => ({
    owner: 'kyc',
    params: { externalUserId: await world.newKycUser() },
    body: { phone: '+48987654321', city: 'Gdańsk' },
  }),
  deleteUser: async world => ({ owner: 'kyc', params: { externalUserId: await world.newKycUser() } }),
  suspendUser: ofUser,
  unsuspendUser: ofUser,
  extendUser: async world => ({ owner: 'kyc', params: { externalUserId: await world.verifiedUser() } }),
  getUserLimits: async world => ({ owner: 'kyc', params: { externalUserId: await world.verifiedUser() } }),
  startVerification: async world => ({
    owner: 'kyc',
    body: {
      ...bodyExample('startVerification', endpoints.startVerification),
      externalUserId: await world.newKycUser(),
    },
  }),
  addKycFiles: async world => ({
    owner: 'kyc',
    params: { externalUserId: await world.newKycUser() },
    files: [
      ['front', await makePicture()],
      ['back', await makePicture('jpeg')],
      ['selfie', await makePicture('jpeg')],
    ],
  }),
  addPoaFiles: async world => ({
    owner: 'kyc',
    params: { externalUserId: await world.newKycUser({ country: 'AM' }) },
    files: [['files', await makePicture()]],
  }),
  createHostedVerification: async world => ({
    owner: 'kyc',
    body: { externalUserId: await world.newKycUser(), locale: 'pl', successUrl: 'https://partner.example/done' },
  }),
  getBranding: () => ({ owner: 'kyc' }),
  updateBranding: () => ({ owner: 'kyc', body: { displayName: 'Acme', accentColour: '#004400' } }),
  getKycStatus: async world => ({ owner: 'kyc', params: { externalUserId: await startedVerification(world) } }),
  getExchangeRate: () => ({ owner: 'noKyc', query: pair }),
  lockExchangeRate: async world => ({ owner: 'noKyc', query: { externalUserId: await world.user(), ...pair } }),
  createExchange: async world => ({ owner: 'noKyc', body: await userExchange(world) }),
  getExchange: async world => {
    const { exchangeId } = await world.done('noKyc', 'createExchange', { body: await userExchange(world) })
    return { owner: 'noKyc', params: { exchangeId: String(exchangeId) } }
  },
  getPartnerExchangeRate: () => ({ owner: 'kyc', query: pair }),
  lockPartnerExchangeRate: () => ({ owner: 'kyc', query: pair }),
  createPartnerExchange: async world => ({ owner: 'kyc', body: await partnerExchange(world) }),
  getPartnerExchange: async world => {
    const { exchangeId } = await world.done('kyc', 'createPartnerExchange', { body: await partnerExchange(world) })
    return { owner: 'kyc', params: { exchangeId: String(exchangeId) } }
  },
  createTransfer: async world => ({
    owner: 'noKyc',
    body: { destinationExternalUserId: await world.user(), amount: '1.00', currency: 'eur' },
  }),
  getTransfer: async world => {
    const body = { destinationExternalUserId: await world.user(), amount: '1.00', currency: 'eur' }
    const { transferId } = await world.done('noKyc', 'createTransfer', { body })
    return { owner: 'noKyc', params: { transferId: String(transferId) } }
  },
  getPartnerBalances: plain,
  getPartnerHistory: () => ({ owner: 'kyc', query: { limit: '5' } }),
  getPartnerSepaDepositInfo: plain,
  getSepaDepositInfo: async world => ({ owner: 'kyc', params: { externalUserId: await world.verifiedUser() } }),
  listPartnerSepaContacts: () => ({ owner: 'kyc', query: { limit: '2' } }),
  listSepaContacts: async world => ({ owner: 'kyc', params: { externalUserId: await world.verifiedUser() } }),
  createSepaTransfer: async world => ({ owner: 'kyc', body: await payment(world) }),
  createPartnerSepaTransfer: async world => {
    const deposit = { amount: '25.00', senderName: 'Demo partner with KYC', senderIban: someIban }
    await world.done('kyc', 'simulateSepaDeposit', { body: deposit })
    await world.bank.advance(5_000)
    const body = { currency: 'eur', amount: '5.00', destinationIban: someIban, transferTitle: 'To ourselves' }
    return { owner: 'kyc', body }
  },
  getSepaTransfer: async world => ({ owner: 'kyc', params: { transferId: await paid(world) } }),
  simulateSepaReturn: async world => {
    const transferId = await paid(world)
    // Over a weekend, if it has to be.
    await world.bank.advance(5 * 86_400_000)
    return { owner: 'kyc', body: { transferId, reason: 'AC04' } }
  },
  simulateSepaRecall: async world => {
    const externalUserId = await world.verifiedUser()
    const body = { externalUserId, amount: '25.00', senderName: 'Anna Nowak', senderIban: someIban }
    await world.done('kyc', 'simulateSepaDeposit', { body })
    await world.bank.advance(5_000)
    const { transactions } = await world.done('kyc', 'getUserHistory', { params: { externalUserId } })
    const [deposit] = transactions as { id: string }[]
    return { owner: 'kyc', body: { depositId: deposit?.id ?? '', reason: 'DUPL' } }
  },
  getWebhookSettings: plain,
  updateWebhookSettings: ({ webhookUrl }) => ({
    owner: 'kyc',
    body: {
      url: webhookUrl,
      events: ['user.status'],
      token: 'a-long-secret-of-yours',
      overrides: { 'kyc.status': webhookUrl },
    },
  }),
  testWebhooks: async world => {
    await world.done('kyc', 'updateWebhookSettings', {
      body: { url: world.webhookUrl, token: 'a-long-secret-of-yours' },
    })
    return { owner: 'kyc', body: { type: 'user.status' } }
  },
  rotateWebhookSecret: plain,
  listEvents: async world => {
    await someEvent(world)
    return { owner: 'noKyc', query: { after: '0', type: 'transfer.status', limit: '2' } }
  },
  getEvent: async world => ({ owner: 'noKyc', params: { eventId: await someEvent(world) } }),
  replayEvent: async world => ({ owner: 'noKyc', params: { eventId: await someEvent(world) } }),
  replayEvents: () => ({ owner: 'noKyc', body: { type: 'transfer.status', fromSequence: 1, toSequence: 2 } }),
  listApiKeys: plain,
  createApiKey: world => ({ owner: 'kyc', body: { name: world.fresh('key'), scopes: ['read'] } }),
  deleteApiKey: async world => {
    const { keyId } = await world.done('kyc', 'createApiKey', { body: { name: world.fresh('key'), scopes: ['read'] } })
    return { owner: 'kyc', params: { keyId: String(keyId) } }
  },
  getIpAllowlist: plain,
  updateIpAllowlist: () => ({ owner: 'kyc', body: { ranges: ['127.0.0.0/8', '::1', '2001:db8::/32'] } }),
  listRequests: () => ({ owner: 'kyc', query: { limit: '5', status: '200' } }),
  getFees: plain,
  listCurrencies: plain,
  listCountries: plain,
  advanceClock: () => ({ owner: 'kyc', body: { advanceMs: 1 } }),
  decidePoa: async world => {
    const externalUserId = await world.newKycUser({ country: 'AM' })
    await world.done('kyc', 'addPoaFiles', { params: { externalUserId }, files: [['files', await makePicture()]] })
    return { owner: 'kyc', body: { externalUserId, decision: 'QUESTIONED' } }
  },
  decideKyc: async world => ({
    owner: 'kyc',
    body: { externalUserId: await startedVerification(world), decision: 'APPROVED' },
  }),
  planFault: () => ({ owner: 'kyc', body: { rail: 'rates', fault: 'halt', count: 0 } }),
  setRate: () => ({ owner: 'kyc', body: { currency: 'doge', eurPrice: '0.16' } }),
  simulateSepaDeposit: async world => ({
    owner: 'kyc',
    body: {
      externalUserId: await world.verifiedUser(),
      amount: '25.00',
      senderName: 'Anna Nowak',
      senderIban: 'PL61109010140000071219812874',
    },
  }),
}
