import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const webhooksKept: KeptOfPeople = {
  'webhooks.attempt': { untold: 'What a partner’s server answered.', erased: 'with the key' },
  'webhooks.delivery': { untold: 'Which events about an id are still to be told.', erased: { stays: 'Ids only.' } },
  'webhooks.lease': { nobody: 'Which worker sends.' },
  'webhooks.log': { untold: 'Which events about an id there were.', erased: { stays: 'Ids only.' } },
  'webhooks.endpoint': { nobody: 'A partner’s server.' },
}
