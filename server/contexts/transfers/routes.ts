import type { endpoints } from '@florin/contract/index.ts'
import { gathered, type Handlers, read } from '../../kit/http/call.ts'
import { Problem } from '../../kit/problem.ts'
import { createTransfer, type TransferDeps } from './create-transfer.ts'
import { findTransfer } from './store.ts'
import { transferAnswer } from './transfer.ts'

type Own = Pick<Handlers<typeof endpoints>, 'createTransfer' | 'getTransfer'>

export const transferRoutes = (deps: TransferDeps): Own => ({
  createTransfer: gathered(async (work, call) => {
    const { transfer, effects, row } = await createTransfer(work, call.body, deps)
    return { effects: [effects], rows: [row], answer: { transferId: transfer.id } }
  }),

  getTransfer: read(async (work, call) => {
    const transfer = await findTransfer(work.sql, work.partnerId, call.params.transferId)
    if (transfer === undefined) throw new Problem('P475')
    return transferAnswer(transfer)
  }),
})
