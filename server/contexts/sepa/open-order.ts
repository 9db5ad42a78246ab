import type { Work } from '../../kit/work/work.ts'
import type { Payout, PayoutOrder } from './payout.ts'

const erased: PayoutOrder = {
  destinationIban: '',
  receiverName: '',
  receiverFirstName: null,
  receiverLastName: null,
  companyName: null,
  transferTitle: '',
  debtorName: '',
}

/** What was ordered, in clear; empty once it is erased. */
export async function openOrder(work: Pick<Work, 'vault'>, payout: Payout): Promise<PayoutOrder> {
  return (await work.vault.openJson<PayoutOrder>(payout.partnerId, payout.dataKeyId, payout.sealed)) ?? erased
}
