import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const partnersKept: KeptOfPeople = {
  'partners.api_key': { nobody: 'A partner’s key.' },
  'partners.partner': { nobody: 'A company.' },
  'partners.request_batch': {
    untold: 'Which calls a partner made; of a person the id in a path.',
    erased: { afterDays: 30 },
  },
  'partners.request_log': {
    untold: 'Which calls a partner made, as the version before wrote them.',
    erased: { afterDays: 30 },
  },
}
