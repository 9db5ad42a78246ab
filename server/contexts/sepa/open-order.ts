import { Erased } from '../../kit/vault.ts'
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
  try {
    const plain = await work.vault.open(payout.partnerId, payout.dataKeyId, payout.sealed)
    return JSON.parse(plain.toString()) as PayoutOrder
  } catch (error) {
    if (error instanceof Erased) return erased
    throw error
  }
}
