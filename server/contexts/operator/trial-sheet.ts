import { ASSET_SLUGS } from '@florin/contract/assets.ts'
import type { operatorEndpoints } from '@florin/contract/index.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'
import { formatLedgerAmount } from '../../kit/money.ts'
import { type AccountCode, chart, type TrialLine } from '../ledger/index.ts'

type Sheet = Answer<(typeof operatorEndpoints)['getTrialBalance']>['assets']

const codes = Object.keys(chart) as AccountCode[]

/**
 * The trial balance of all lines together, an asset each, in the order of the chart. What an account class grows on is
 * positive; assets and expenses stand against the rest.
 */
export function sumUp(lines: readonly TrialLine[]): Sheet {
  return ASSET_SLUGS.filter(asset => lines.some(line => line.asset === asset)).map(asset => {
    let difference = 0n
    const accounts = codes.flatMap(code => {
      const own = lines.filter(line => line.asset === asset && line.code === code)
      if (own.length === 0) return []
      const units = own.reduce((sum, line) => sum + line.units, 0n)
      const isDebit = chart[code] === 'asset' || chart[code] === 'expense'
      difference += isDebit ? units : -units
      return [{ account: code, class: chart[code], balance: formatLedgerAmount({ asset, units }) }]
    })
    return { currency: asset, isBalanced: difference === 0n, accounts }
  })
}
