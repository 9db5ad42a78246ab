import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

const stays = 'The books: ids and amounts.'

export const ledgerKept: KeptOfPeople = {
  'ledger.account': { told: ['balances'], erased: { stays } },
  'ledger.entry': { told: ['transactions'], erased: { stays } },
  'ledger.posting': { told: ['transactions'], erased: { stays } },
  'ledger.hold': { told: ['balances'], erased: { stays } },
  'ledger.block': { nobody: 'The seal of the books.' },
  'ledger.leaf': { nobody: 'The seal of the books.' },
}
