import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const auditKept: KeptOfPeople = {
  'audit.record': {
    untold: 'What operators did, and under which name; of a person its id.',
    erased: { stays: 'Proof of what was decided; it names users by id only.' },
  },
}
