import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

export const reviewKept: KeptOfPeople = {
  'review.note': {
    untold: 'What reviewers suspect is not told to whom they suspect (Directive (EU) 2015/849, article 39).',
    erased: 'with the key',
  },
}
