import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const kycKept: KeptOfPeople = {
  'kyc.case': { told: ['verifications'], erased: 'with the key' },
  'kyc.check': { told: ['verifications', 'proofsOfAddress'], erased: 'with the key' },
  'kyc.file': { told: ['files'], erased: 'with the key' },
  'kyc.poa': { told: ['proofsOfAddress'], erased: { stays: 'That there was one, and what was decided.' } },
}
