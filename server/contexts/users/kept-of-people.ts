import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const usersKept: KeptOfPeople = {
  'users.user': { told: ['personalData'], erased: { emptied: ['sealed', 'iban', 'reference'] } },
}
