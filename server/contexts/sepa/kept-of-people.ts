import type { KeptOfPeople } from '../../kit/kept-of-people.ts'

const many = 'A message about many people; what it says of one is told by the payment.'
const amounts = 'Ids, references of banks and amounts.'

export const sepaKept: KeptOfPeople = {
  'sepa.contact': { told: ['bankAccounts'], erased: 'with the key' },
  'sepa.deposit': { told: ['transactions', 'uncreditedDeposits'], erased: 'with the key' },
  'sepa.payout': { told: ['bankTransfers'], erased: 'with the key' },
  'sepa.virtual_iban': { told: ['personalData'], erased: { stays: 'Our own number, never given to anybody else.' } },
  // Under keys of their own, which end ten years later.
  'sepa.message': { untold: many, erased: { afterDays: 3_653 } },
  'sepa.message_piece': { untold: many, erased: { afterDays: 3_653 } },
  'sepa.outgoing': { untold: many, erased: { afterDays: 3_653 } },
  'sepa.nostro_entry': { nobody: amounts },
  'sepa.offer': { nobody: amounts },
  'sepa.reconciliation_break': { nobody: amounts },
  'sepa.recall': { nobody: amounts },
  'sepa.unexplained_entry': { nobody: amounts },
}
