import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const statementKept: KeptOfPeople = {
  'statement.line': { told: ['transactions'], erased: 'with the key' },
}
