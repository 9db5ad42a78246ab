import type { Work } from '../../kit/work/work.ts'
import type { Deposit } from './deposit.ts'
import type { Slip } from './payment.ts'

const erased: Slip = { senderName: '', senderIban: '', senderBic: '', remittance: '', endToEndId: '' }

/** What the payer wrote, in clear; empty once it is erased. */
export async function openSlip(work: Pick<Work, 'vault'>, deposit: Deposit): Promise<Slip> {
  return (await work.vault.openJson<Slip>(deposit.keyPartnerId, deposit.dataKeyId, deposit.sealed)) ?? erased
}
