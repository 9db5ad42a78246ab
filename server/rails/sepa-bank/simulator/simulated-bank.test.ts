import { afterAll, beforeAll } from 'vitest'
import { type Bank as Running, startBank } from '../../../../tests/harness/start-bank.ts'
import { bankConformance } from '../../../contexts/sepa/bank.conformance.ts'
import { ibanOf } from '../../../contexts/sepa/iban.ts'
import { type Pain001, totalsOf, writePacs008, writePain001 } from '../../../iso20022/index.ts'
import { hostBank } from '../adapter.ts'
import { findHost } from './store.ts'

// The adapter that production uses, on the simulated bank: one suite for both. Nobody else reads its mailbox here.
let running: Running
beforeAll(async () => {
  running = await startBank({ ROLES: 'api,simulators' })
})
afterAll(() => running.stop())

const us = ibanOf({ country: 'LT', bankCode: '99999' }, 0n)
const amount = { currency: 'EUR', units: 1_000n }
const debtor = { name: 'Florin UAB' }
const debtorAgent = { bic: 'FLRNLT20XXX' }
const creditor = { creditor: { name: 'Anna Nowak' }, creditorAccount: { iban: 'NL91ABNA0417164300' } }
const at = '2027-03-22T09:30:00.000Z'

const order = (id: string): Uint8Array => {
  const message: Pain001 = {
    groupHeader: {
      messageIdentification: id,
      creationDateTime: at,
      ...totalsOf([amount]),
      initiatingParty: debtor,
    },
    paymentInstructions: [
      {
        paymentInformationIdentification: id,
        paymentMethod: 'TRF',
        ...totalsOf([amount]),
        requestedExecutionDate: '2027-03-22',
        debtor,
        debtorAccount: { iban: us },
        debtorAgent,
        transactions: [{ endToEndId: id, instructedAmount: amount, ...creditor }],
      },
    ],
  }
  return writePain001(message)
}

bankConformance(() => {
  const { kernel } = running.running.resources
  return {
    bank: hostBank(() => findHost(kernel.pool), 'FLRNLT20XXX'),
    orders: [order('ORDER-1'), order('ORDER-2')],
    async deliver() {
      const body = { amount: '5', senderName: 'A', senderIban: 'NL91ABNA0417164300' }
      await running.call('POST', '/v1/simulate/sepa-deposit', body)
      await running.database.owner.query(`update sim_bank.mail set due_at = made_at`)
    },
    async instant(name) {
      const now = await kernel.clock.now()
      return writePacs008({
        groupHeader: {
          messageIdentification: name,
          creationDateTime: now.toISOString(),
          numberOfTransactions: 1,
          settlementInformation: { method: 'CLRG' },
        },
        transactions: [
          {
            endToEndId: name,
            interbankSettlementAmount: amount,
            acceptanceDateTime: now.toISOString(),
            chargeBearer: 'SLEV',
            debtor,
            debtorAccount: { iban: us },
            debtorAgent,
            creditorAgent: { otherId: 'NOTPROVIDED' },
            ...creditor,
          },
        ],
      })
    },
    async fail() {
      await running.call('POST', '/v1/simulate/chaos', { rail: 'sepa', fault: 'unavailable', count: 1 })
    },
    async countTaken() {
      const { rows } = await running.database.owner.query<{ count: number }>(
        'select count(*)::int as count from sim_bank.task',
      )
      return rows[0]?.count ?? 0
    },
  }
})
