import type { KeyObject } from 'node:crypto'
import { parseCurrency } from '@florin/contract/assets.ts'
import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Handlers } from '../../kit/http/call.ts'
import { formatLedgerAmount } from '../../kit/money.ts'
import { invalidField, Problem } from '../../kit/problem.ts'
import type { Work } from '../../kit/work/work.ts'
import {
  type AccountCode,
  balanceAt,
  chart,
  findBalances,
  growsByDebit,
  houseAccount,
  lastBlock,
  partnerAccount,
  proveTransaction,
  trialBalance,
  verifyBooks,
} from '../ledger/index.ts'
import type { PartnerDirectory } from '../partners/index.ts'
import { mustFindUser } from '../users/index.ts'
import { look } from './audited.ts'
import { sumUp } from './trial-sheet.ts'

type BookEndpoints = Pick<
  typeof operatorEndpoints,
  'getTrialBalance' | 'getBalanceAt' | 'verifyBooks' | 'getLatestSeal' | 'proveTransaction'
>

export interface BookRoutesParts {
  readonly directory: PartnerDirectory
  /** Those that have signed sealed history. */
  readonly sealingKeys: readonly KeyObject[]
}

const isCode = (text: string): text is AccountCode => Object.hasOwn(chart, text)

/** The id of one account of the partner of the unit of work. */
async function accountOf(
  work: Work,
  { code, asset, externalUserId }: { code: AccountCode; asset: string; externalUserId: string | undefined },
): Promise<string> {
  if (code === 'partner') return partnerAccount(work.partnerId, asset)
  if (code !== 'customer') return houseAccount(work.partnerId, code, asset)
  if (externalUserId === undefined) throw invalidField('externalUserId', 'should not be empty')
  const user = await mustFindUser(work, externalUserId)
  const balances = await findBalances(work.sql, work.partnerId, user.id)
  const account = balances.find(balance => balance.asset === asset)
  if (account === undefined) throw new Problem('P410')
  return account.accountId
}

export const operatorBookRoutes = ({ directory, sealingKeys }: BookRoutesParts): Handlers<BookEndpoints> => ({
  getTrialBalance: look(async ({ sql, now }, { query }) => {
    if (query.partnerId !== undefined) await directory.get(query.partnerId)
    return { at: now.toISOString(), assets: sumUp(await trialBalance(sql, query.partnerId)) }
  }),

  getBalanceAt: look(async (work, { query }) => {
    const { partnerId, account: code, externalUserId, at = work.now } = query
    await directory.get(partnerId)
    if (!isCode(code)) {
      throw invalidField('account', `must be one of the following values: ${Object.keys(chart).join(', ')}`)
    }
    const currency = parseCurrency(query.currency)
    if (currency === undefined) throw new Problem('P410')
    const own: Work = { ...work, partnerId }
    const accountId = await accountOf(own, { code, asset: currency, externalUserId })
    const found = await balanceAt(work.sql, { partnerId, accountId, at })
    if (found === undefined) throw new Problem('P410')
    const units = growsByDebit(code) ? -found.units : found.units
    const balance = formatLedgerAmount({ asset: currency, units })
    return { account: code, currency, at: at.toISOString(), balance }
  }),

  verifyBooks: look(async ({ sql, now }) => {
    const { sound, blocks, entries, unsealed, head, findings } = await verifyBooks(sql, sealingKeys)
    return {
      isIntact: sound,
      blocks,
      entries,
      unsealed,
      head: head ?? null,
      findings: findings.map(({ law, row, detail }) => ({ law, row, detail })),
      checkedAt: now.toISOString(),
    }
  }),

  proveTransaction: look(async (work, { params }) => {
    await directory.get(params.partnerId)
    return { proofs: await proveTransaction(work.sql, params.partnerId, params.transactionId) }
  }),

  getLatestSeal: look(async ({ sql }) => {
    const block = await lastBlock(sql)
    if (block === undefined) return { seal: null }
    return {
      seal: {
        block: Number(block.number),
        root: block.root.toString('hex'),
        hash: block.hash.toString('hex'),
        leaves: block.leaves,
        sealedAt: new Date(block.sealedAt).toISOString(),
        keyId: block.keyId,
        signature: block.signature.toString('base64'),
      },
    }
  }),
})
