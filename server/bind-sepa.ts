import type { Config } from './config.ts'
import { allotPartnerIban, type Institution, sepaReactions, sepaRoutes } from './contexts/sepa/index.ts'
import type { Kernel } from './kit/kernel.ts'
import type { Work } from './kit/work/work.ts'

/** Of the form of a Lithuanian bank code, and allotted to nobody: see docs/decisions/0050. */
const sandboxBankCode = '99999'

/** SEPA with its rail: what app.ts adds to its lists. */
export function bindSepa(kernel: Kernel, config: Config) {
  const institution = institutionOf(config)
  return {
    reactions: sepaReactions(kernel, institution),
    handlers: sepaRoutes({ institution }),
    findPartnerIban: async (work: Work) =>
      institution === undefined ? null : (await allotPartnerIban(work, institution)).iban,
  }
}

/** Undefined: SEPA is off. */
function institutionOf(config: Config): Institution | undefined {
  const bankCode = config.SEPA_BANK_CODE ?? (config.MODE === 'sandbox' ? sandboxBankCode : undefined)
  return bankCode === undefined
    ? undefined
    : {
        country: config.SEPA_COUNTRY,
        bankCode,
        bic: config.SEPA_BIC,
        holder: config.SEPA_HOLDER,
        address: config.SEPA_HOLDER_ADDRESS,
      }
}
