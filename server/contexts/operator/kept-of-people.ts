import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const operatorKept: KeptOfPeople = {
  'operator.operator': { nobody: 'People of ours, by the name that they chose.' },
}
