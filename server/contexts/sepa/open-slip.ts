import { Erased } from '../../kit/vault.ts'
import type { Work } from '../../kit/work/work.ts'
import type { Deposit } from './deposit.ts'
import type { Slip } from './payment.ts'

const erased: Slip = { senderName: '', senderIban: '', senderBic: '', remittance: '', endToEndId: '' }

/** What the payer wrote, in clear; empty once it is erased. */
export async function openSlip(work: Pick<Work, 'vault'>, deposit: Deposit): Promise<Slip> {
  try {
    return JSON.parse(
      (await work.vault.open(deposit.keyPartnerId, deposit.dataKeyId, deposit.sealed)).toString(),
    ) as Slip
  } catch (error) {
    if (error instanceof Erased) return erased
    throw error
  }
}
