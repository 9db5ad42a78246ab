import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

const stays = 'Ids and amounts, which the books are explained by.'

export const exchangeKept: KeptOfPeople = {
  'exchange.exchange': { told: ['transactions'], erased: { stays } },
  'exchange.lock': {
    untold: 'A rate that was offered for seconds; what was exchanged at it is told.',
    erased: { stays },
  },
}
