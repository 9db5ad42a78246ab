import { type FieldWord, word } from './field-word.ts'

/** Of limits. */
export const limitWords: Readonly<Record<string, FieldWord>> = {
  cap: word('The most, in EUR.', '10000.00'),
  limitOverrides: word('The agreed limits.'),
  limits: word('The limits, by operation and period.'),
  operation: word('What it limits. A transfer counts for who sends it, an exchange once by its value.', 'TRANSFER'),
  period: word('One transaction alone, or all of a day or month of your time zone.', 'DAY'),
  remaining: word('What is left, in EUR.', '9990.00'),
  resetsAt: word('When the day or month ends; null for one transaction.', '2026-03-02T23:00:00.000Z'),
  used: word('What is used of it, in EUR.', '10.00'),
}
