import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const hostedKept: KeptOfPeople = {
  'hosted.verification': { told: ['hostedVerifications'], erased: 'with the key' },
  'hosted.branding': { nobody: 'How a partner looks.' },
}
