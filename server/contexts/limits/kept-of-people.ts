import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

const stays = 'Ids, days and amounts.'

export const limitsKept: KeptOfPeople = {
  'limits.counter': { told: ['limits'], erased: { stays } },
  'limits.extension': { told: ['limits'], erased: { stays } },
}
