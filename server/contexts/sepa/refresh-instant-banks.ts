import type { JobHandler } from '../../kit/jobs/runner.ts'
import type { Kernel } from '../../kit/kernel.ts'
import { withTransaction } from '../../kit/postgres/connect.ts'
import type { Bank } from './bank.ts'
import { saveInstantBanks } from './instant-bank-store.ts'

/** Directories are published monthly; a day old is young enough. */
const everyMs = 86_400_000

/** Asks our bank whom it reaches by SCT Inst. Until it has answered, everybody is paid by batch. */
export const refreshInstantBanks = (kernel: Kernel, bank: Bank): JobHandler => ({
  kind: 'sepa.refresh-instant-banks',
  periodic: { everyMs },
  async run() {
    const prefixes = await bank.listInstantBanks()
    await withTransaction(kernel.pool, sql => saveInstantBanks(sql, prefixes))
  },
})
