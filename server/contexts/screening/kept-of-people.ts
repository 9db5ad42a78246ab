import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

const untold = 'That somebody may be on a list is not told to the person (Directive (EU) 2015/849, article 39).'
const published = 'A list that others publish.'

export const screeningKept: KeptOfPeople = {
  'screening.hit': { untold, erased: 'with the key' },
  'screening.screening': { untold, erased: { stays: 'When an id was compared last.' } },
  'screening.sweep': { nobody: 'How far comparing everybody is: the id of the last one.' },
  'screening.entry': { nobody: published },
  'screening.load': { nobody: published },
  'screening.load_part': { nobody: published },
  'screening.name': { nobody: published },
}
