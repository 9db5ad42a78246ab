import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const transfersKept: KeptOfPeople = {
  'transfers.transfer': {
    told: ['transactions'],
    erased: { stays: 'Ids and amounts, which the books are explained by.' },
  },
}
