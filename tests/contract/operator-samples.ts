import { hash } from 'node:crypto'
import { type OperatorEndpointId, operatorEndpoints } from '@florin/contract/index.ts'
import { bodyExample } from '@florin/contract/openapi/request-examples.ts'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { makePicture } from '../harness/pictures.ts'
import type { CallParts } from './faults.ts'
import type { World } from './world.ts'

/** What the operator's samples need beside the partners' world. */
export interface OperatorWorld extends World {
  /** Makes a call as an admin that must be done, and gives its answer. */
  operate(id: OperatorEndpointId, parts: CallParts): Promise<Record<string, unknown>>
}

type MakeSample = (world: OperatorWorld) => Promise<CallParts> | CallParts

const reason = 'The battery asked for it'
const partnerId = demoPartners.kyc.id
const plain: MakeSample = () => ({})
const ofPartner: MakeSample = () => ({ params: { partnerId } })

const partnerBody = (world: OperatorWorld) => {
  const body = bodyExample('createPartner', operatorEndpoints.createPartner)
  return { ...body, name: world.fresh('partner'), webhookUrl: world.webhookUrl }
}

const newPartner = async (world: OperatorWorld): Promise<string> =>
  String((await world.operate('createPartner', { body: partnerBody(world) })).partnerId)

const someUser = async (world: OperatorWorld): Promise<{ partnerId: string; userId: string }> => {
  const externalUserId = await world.newKycUser()
  const { userId } = await world.done('kyc', 'getUser', { params: { externalUserId } })
  return { partnerId, userId: String(userId) }
}

const keyOfPartner: MakeSample = world => ({
  params: { partnerId },
  body: { name: world.fresh('key'), scopes: ['read'], reason },
})

const override: MakeSample = async world => ({
  params: { partnerId: await newPartner(world) },
  body: { kind: 'EXCHANGE', currency: 'eur', fraction: '0.01', reason },
})

const limitOverride: MakeSample = async world => ({
  params: { partnerId: await newPartner(world) },
  body: { tier: 'STANDARD', operation: 'TRANSFER', period: 'DAY', cap: '7500.00', reason },
})

const newOperator: MakeSample = world => ({ body: { name: world.fresh('operator'), roles: ['support'], reason } })

const openCase = async (world: OperatorWorld, documentNumber = 'AB1234567'): Promise<string> => {
  const externalUserId = await world.newKycUser()
  const body = { externalUserId, documentType: 'PASSPORT', documentNumber }
  await world.done('kyc', 'startVerification', { body })
  const { cases } = await world.operate('listKycCases', { query: { partnerId, limit: '1' } })
  return (cases as { caseId: string }[])[0]?.caseId ?? ''
}

const somePoa = async (world: OperatorWorld): Promise<{ poaId: string; fileId: string }> => {
  const externalUserId = await world.newKycUser({ country: 'AM' })
  await world.done('kyc', 'addPoaFiles', { params: { externalUserId }, files: [['files', await makePicture()]] })
  const { proofs } = await world.operate('listProofsOfAddress', { query: { partnerId, limit: '1' } })
  const [poa] = proofs as { poaId: string; files: { fileId: string }[] }[]
  return { poaId: poa?.poaId ?? '', fileId: poa?.files[0]?.fileId ?? '' }
}

/** One that a person looks at. */
const reviewedCase = async (world: OperatorWorld): Promise<string> => {
  const caseId = await openCase(world, world.fresh('SANDBOX-BLURRED'))
  await world.bank.settle()
  return caseId
}

/** Nobody does jobs of this kind, so that it stays as it is until it is asked for again. */
const deadJob = async (world: OperatorWorld): Promise<string> => {
  const { rows } = await world.bank.database.owner.query<{ id: string }>(
    `insert into jobs.job (id, partner_id, kind, key, payload, state, due_at, actor, created_at)
     values (gen_random_uuid(), $1, 'battery', $2, '{}', 'dead', clock.now(), 'test', clock.now()) returning id`,
    [partnerId, world.fresh('job')],
  )
  return rows[0]?.id ?? ''
}

const dutchIban = 'NL91ABNA0417164300'

/** A user with a deposit from an account of its own at a bank that takes instant payments. */
const paidIn = async (world: OperatorWorld): Promise<string> => {
  const externalUserId = await world.verifiedUser()
  const body = { externalUserId, amount: '25.00', senderName: 'Anna Nowak', senderIban: dutchIban }
  await world.done('kyc', 'simulateSepaDeposit', { body })
  await world.bank.advance(5_000)
  return externalUserId
}

const paidTransfer = async (world: OperatorWorld): Promise<string> => {
  const sourceExternalUserId = await paidIn(world)
  const terms = { currency: 'eur', amount: '10.00', destinationIban: dutchIban, transferTitle: 'Twice' }
  const { transferId } = await world.done('kyc', 'createSepaTransfer', { body: { sourceExternalUserId, ...terms } })
  await world.bank.advance(5_000)
  return String(transferId)
}

const openRecall = async (world: OperatorWorld): Promise<string> => {
  const externalUserId = await paidIn(world)
  const { transactions } = await world.done('kyc', 'getUserHistory', { params: { externalUserId } })
  const [deposit] = transactions as { id: string }[]
  await world.done('kyc', 'simulateSepaRecall', { body: { depositId: deposit?.id, reason: 'DUPL' } })
  await world.bank.advance(5_000)
  const { recalls } = await world.operate('listRecalls', { query: { limit: '200' } })
  return (
    (recalls as { recallId: string; direction: string }[]).findLast(each => each.direction === 'IN')?.recallId ?? ''
  )
}

/** Something that a statement shows and nobody ordered. */
const openBreak = async (world: OperatorWorld): Promise<string> => {
  const { rows } = await world.bank.database.owner.query<{ id: string }>(
    `insert into sepa.reconciliation_break (id, kind, subject, units, found_at)
     values (gen_random_uuid(), 'unexplained', $1, 1, clock.now()) returning id`,
    [world.fresh('movement')],
  )
  return rows[0]?.id ?? ''
}

/** An account whose holder may be the user. */
const pendingContact = async (world: OperatorWorld): Promise<string> => {
  const externalUserId = await world.verifiedUser()
  const body = { externalUserId, amount: '1.00', senderName: 'A. Nowak', senderIban: 'PL61109010140000071219812874' }
  await world.done('kyc', 'simulateSepaDeposit', { body })
  await world.bank.advance(5_000)
  const { contacts } = await world.operate('listPendingContacts', { query: { limit: '200' } })
  return (contacts as { contactId: string }[]).at(-1)?.contactId ?? ''
}

/** A list of one person: each load is another file, so that it is never the one before. */
const listFile = (world: OperatorWorld): Buffer => {
  const person = { id: world.fresh('entity'), schema: 'Person', properties: { name: ['Nemo Battery'] } }
  return Buffer.from(`${JSON.stringify(person)}\n`)
}

const loadOf = (world: OperatorWorld) => {
  const file = listFile(world)
  const sha256 = hash('sha256', file, 'hex')
  return { file, body: { list: world.fresh('list'), sha256, sizeBytes: file.length, isShrinkAllowed: true, reason } }
}

const partOf = async (world: OperatorWorld) => {
  const { file, body } = loadOf(world)
  const { loadId } = await world.operate('beginListLoad', { body })
  return { params: { loadId: String(loadId) }, body: { position: 0, content: file.toString('base64'), reason } }
}

/** A user whose name is on the sandbox's list. */
const screeningHit = async (world: OperatorWorld): Promise<string> => {
  const externalUserId = await world.newKycUser({
    firstName: 'Viktor',
    lastName: 'Sanktsionov',
    birthDate: '1961-04-12',
  })
  await world.bank.settle()
  const { hits } = await world.operate('listScreeningHits', { query: { partnerId, limit: '50' } })
  const found = (hits as { hitId: string; externalUserId: string }[]).find(hit => hit.externalUserId === externalUserId)
  return found?.hitId ?? ''
}

/** One valid call per endpoint of the operator. */
export const operatorSamples: Readonly<Record<OperatorEndpointId, MakeSample>> = {
  listPartners: () => ({ query: { limit: '2' } }),
  createPartner: world => ({ body: partnerBody(world) }),
  getPartner: ofPartner,
  updatePartner: async world => ({
    params: { partnerId: await newPartner(world) },
    body: { lockLifeSeconds: 60, reason },
  }),
  listPartnerKeys: ofPartner,
  createPartnerKey: keyOfPartner,
  revokePartnerKey: async world => {
    const { keyId } = await world.operate('createPartnerKey', await keyOfPartner(world))
    return { params: { partnerId, keyId: String(keyId) }, body: { reason } }
  },
  listFeeOverrides: ofPartner,
  createFeeOverride: override,
  endFeeOverride: async world => {
    const parts = await override(world)
    const { overrideId } = await world.operate('createFeeOverride', parts)
    return { params: { ...parts.params, overrideId: String(overrideId) }, body: { reason } }
  },
  listLimitOverrides: ofPartner,
  createLimitOverride: limitOverride,
  endLimitOverride: async world => {
    const parts = await limitOverride(world)
    const { overrideId } = await world.operate('createLimitOverride', parts)
    return { params: { ...parts.params, overrideId: String(overrideId) }, body: { reason } }
  },
  searchUsers: () => ({ params: { partnerId }, query: { limit: '2' } }),
  inspectUser: async world => ({ params: await someUser(world) }),
  suspendUser: async world => ({ params: await someUser(world), body: { reason } }),
  unsuspendUser: async world => ({ params: await someUser(world), body: { reason } }),
  setUserRisk: async world => ({ params: await someUser(world), body: { risk: 'MEDIUM', reason } }),
  exportUser: async world => ({ params: await someUser(world) }),
  listKycCases: () => ({ query: { partnerId, claim: 'FREE', limit: '2' } }),
  getKycCase: async world => ({ params: { caseId: await openCase(world) } }),
  claimKycCase: async world => ({ params: { caseId: await openCase(world) }, body: { reason } }),
  askKycCase: async world => ({
    params: { caseId: await reviewedCase(world) },
    body: { rejectionReasons: ['IMAGE_BLURRED'], reason },
  }),
  noteKycCase: async world => ({
    params: { caseId: await openCase(world) },
    body: { text: 'Called the user', reason },
  }),
  decideKycCase: async world => ({ params: { caseId: await openCase(world) }, body: { decision: 'APPROVED', reason } }),
  listProofsOfAddress: () => ({ query: { partnerId, claim: 'FREE', limit: '2' } }),
  getProofOfAddress: async world => ({ params: { poaId: (await somePoa(world)).poaId } }),
  claimProofOfAddress: async world => ({ params: { poaId: (await somePoa(world)).poaId }, body: { reason } }),
  noteProofOfAddress: async world => ({
    params: { poaId: (await somePoa(world)).poaId },
    body: { text: 'The bill is of a flat that is let', reason },
  }),
  decideProofOfAddress: async world => ({
    params: { poaId: (await somePoa(world)).poaId },
    body: { decision: 'QUESTIONED', reason },
  }),
  linkKycFile: async world => ({ params: { fileId: (await somePoa(world)).fileId } }),
  listOperators: plain,
  createOperator: newOperator,
  disableOperator: async world => {
    const { operatorId } = await world.operate('createOperator', await newOperator(world))
    return { params: { operatorId: String(operatorId) }, body: { reason } }
  },
  listAudit: () => ({ query: { partnerId, limit: '2' } }),
  getTrialBalance: () => ({ query: { partnerId } }),
  getBalanceAt: () => ({ query: { partnerId, account: 'partner', currency: 'eur' } }),
  verifyBooks: plain,
  getLatestSeal: plain,
  proveTransaction: () => ({ params: { partnerId, transactionId: partnerId } }),
  listPendingContacts: plain,
  decideContact: async world => ({
    params: { contactId: await pendingContact(world) },
    body: { decision: 'APPROVED', reason },
  }),
  listStatements: () => ({ query: { limit: '2' } }),
  listBreaks: () => ({ query: { status: 'ALL', kind: 'NOT_NOTIFIED', limit: '2' } }),
  resolveBreak: async world => ({ params: { breakId: await openBreak(world) }, body: { reason } }),
  listRecalls: () => ({ query: { status: 'ALL', limit: '2' } }),
  recallSepaTransfer: async world => ({
    params: { transferId: await paidTransfer(world) },
    body: { reasonCode: 'DUPL', reason },
  }),
  answerRecall: async world => ({
    params: { recallId: await openRecall(world) },
    body: { decision: 'REFUSED', refusalCode: 'CUST', reason },
  }),
  returnSuspense: async world => {
    const body = {
      amount: '1.00',
      senderName: 'Jan',
      senderIban: 'PL61109010140000071219812874',
      reference: 'for nobody',
    }
    await world.done('kyc', 'simulateSepaDeposit', { body })
    await world.bank.advance(5_000)
    const { items } = await world.operate('listSuspense', { query: { limit: '200' } })
    const nobodys = (items as { id: string; cause: string }[]).filter(({ cause }) => cause === 'UNMATCHED')
    return { params: { depositId: nobodys.at(-1)?.id ?? '' }, body: { reason } }
  },
  listScreeningLists: plain,
  listListLoads: () => ({ query: { list: 'sandbox', limit: '2' } }),
  beginListLoad: world => ({ body: loadOf(world).body }),
  addListPart: partOf,
  submitListLoad: async world => {
    const part = await partOf(world)
    await world.operate('addListPart', part)
    return { params: part.params, body: { reason } }
  },
  getListLoad: async world => ({ params: (await partOf(world)).params }),
  screenName: () => ({ body: { name: 'Nemo Battery', birthDate: '1970-01-01', country: 'PL', reason } }),
  listScreeningHits: () => ({ query: { partnerId, claim: 'FREE', risk: 'HIGH', limit: '2' } }),
  getScreeningHit: async world => ({ params: { hitId: await screeningHit(world) } }),
  claimScreeningHit: async world => ({ params: { hitId: await screeningHit(world) }, body: { reason } }),
  noteScreeningHit: async world => ({
    params: { hitId: await screeningHit(world) },
    body: { text: 'Born in another town', reason },
  }),
  decideScreeningHit: async world => ({
    params: { hitId: await screeningHit(world) },
    body: { decision: 'FALSE_POSITIVE', reason },
  }),
  listSuspense: () => ({ query: { partnerId } }),
  listDeadJobs: plain,
  retryDeadJob: async world => ({ params: { jobId: await deadJob(world) }, body: { reason } }),
}
