import { parseCurrency } from '@florin/contract/assets.ts'
import { amountOf } from '../../kit/amount.ts'
import { Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import { partnerAccount } from '../ledger/index.ts'
import { limitUse } from '../limits/index.ts'
import type { Valuation } from '../pricing/index.ts'
import type { UserDirectory, UserKey } from '../users/index.ts'
import { transferRow } from './store.ts'
import { bookTransfer, type Party, type Transfer } from './transfer.ts'

export interface CreateTransfer {
  readonly sourceExternalUserId?: string | undefined
  readonly destinationExternalUserId?: string | undefined
  /** Plain decimal text. */
  readonly amount: string
  readonly currency: string
}

export interface TransferDeps {
  readonly users: UserDirectory
  readonly valuation: Valuation
}

/** One end of a transfer, and whether limits hold for what it sends. */
type End = Party & { readonly bearsLimits: boolean }

/**
 * Decides a transfer. Nothing is read that the posting function does not check itself: who the users are never
 * changes; whether their accounts are open and covered, and the sender's limits suffice, is checked when it is booked.
 */
export async function createTransfer(work: Work, command: CreateTransfer, { users, valuation }: TransferDeps) {
  const asset = parseCurrency(command.currency)
  if (asset === undefined) throw new Problem('P410')
  if (command.sourceExternalUserId === undefined && command.destinationExternalUserId === undefined) {
    throw new Problem('P424')
  }
  const from = party(work, command.sourceExternalUserId, asset, users)
  const to = party(work, command.destinationExternalUserId, asset, users)
  // Most users are known here already: what needs no waiting does not wait.
  const [source, destination] =
    from instanceof Promise || to instanceof Promise
      ? await Promise.all([Promise.resolve(from), Promise.resolve(to)])
      : [from, to]
  if (source === undefined || destination === undefined) throw new Problem('P412')
  const transfer: Transfer = {
    id: work.newId(),
    source,
    destination,
    money: amountOf('amount', command.amount, asset),
    createdAt: work.now,
  }
  const row = transferRow(work.partnerId, transfer)
  if (!source.bearsLimits) return { transfer, effects: bookTransfer(transfer), row }
  const worth = valuation.eurosOf(transfer.money)
  const use = limitUse(source.ownerId, 'TRANSFER', worth instanceof Promise ? await worth : worth)
  return { transfer, effects: bookTransfer(transfer, [use]), row }
}

/** Undefined: there is no such user, or it has no account in the asset. */
function party(
  work: Work,
  externalUserId: string | undefined,
  asset: string,
  users: UserDirectory,
): End | undefined | Promise<End | undefined> {
  if (externalUserId === undefined) {
    const accountId = partnerAccount(work.partnerId, asset)
    return { ownerId: work.partnerId, externalUserId: null, accountId, bearsLimits: false }
  }
  const found = users.find(work.partnerId, externalUserId)
  return found instanceof Promise ? found.then(user => partyOf(user, asset)) : partyOf(found, asset)
}

function partyOf(user: UserKey | undefined, asset: string): End | undefined {
  const accountId = user?.accounts.idOf(asset)
  if (user === undefined || accountId === undefined) return undefined
  const { userId, externalUserId, bearsLimits } = user
  return { ownerId: userId, externalUserId, accountId, bearsLimits }
}
