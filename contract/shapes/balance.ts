import { z } from 'zod'
import { amountText, wireNumber } from '../kernel/fields.ts'
import { answer, namedAnswer } from './answer.ts'

const sums = {
  id: z.string(),
  /** What is booked, less what the owner owes. */
  amount: amountText,
  /** `amount` less what is held. */
  availableAmount: amountText,
  heldAmount: amountText,
}

/** Both spellings of the first status: a partner's setting `fiatStatusDialect` chooses. */
export const fiatBalanceStatuses = [
  'WAITING_FOR_ACTIVATION',
  'WAITING_TO_BE_ACTIVATED',
  'ACTIVE',
  'BLOCKED',
  'CLOSED',
] as const

export const fiatBalance = namedAnswer('FiatBalance', {
  ...sums,
  name: z.literal('eur'),
  rate: wireNumber,
  iban: z.string().nullable(),
  status: z.enum(fiatBalanceStatuses),
})

const networkConditions = namedAnswer('NetworkConditions', {
  mainnet: z.boolean(),
  name: z.string(),
  withdrawal: answer({ feeWithdrawal: wireNumber, minWithdrawal: wireNumber }),
  deposit: answer({ minDeposit: wireNumber }),
})

export const cryptoBalance = namedAnswer('CryptoBalance', {
  ...sums,
  name: z.string(),
  /** The address on the currency's first network. */
  wallet: z.string().nullable(),
  wallets: z.record(z.string(), z.string()),
  /** EUR for one unit. */
  rate: wireNumber,
  networkConfig: z.record(z.string(), networkConditions),
})

/** The one flat kind of the model without KYC: eur is in the list and has neither wallet nor networks. */
export const flatBalance = z.union([
  cryptoBalance,
  answer({ ...sums, name: z.literal('eur'), wallet: z.null(), rate: wireNumber }),
])

export const balancePair = {
  fiatBalances: z.array(fiatBalance),
  cryptoBalances: z.array(cryptoBalance),
}
