import { ASSET_SLUGS, ASSETS, NETWORKS, networksOf } from '@florin/contract/assets.ts'
import { cardCountries, countries, ibanCountries, isServed, poaCountries } from '@florin/contract/countries.ts'
import type { listCountries, listCurrencies } from '@florin/contract/endpoints/reference.ts'
import type { Answer } from '@florin/contract/kernel/endpoint.ts'

/** Fees and minimums are the product's; what a partner agreed for itself is in its fees. */
export const currencyReference: Answer<typeof listCurrencies> = {
  currencies: ASSET_SLUGS.map(slug => ({
    currency: slug,
    name: ASSETS[slug].name,
    kind: ASSETS[slug].kind,
    decimals: ASSETS[slug].wireDecimals,
    networks: networksOf(slug).map(({ network, withdrawalFee, withdrawalMinimum, depositMinimum }) => ({
      network,
      name: NETWORKS[network].name,
      feeWithdrawal: withdrawalFee,
      minWithdrawal: withdrawalMinimum,
      minDeposit: depositMinimum,
    })),
  })),
}

export const countryReference: Answer<typeof listCountries> = {
  countries: countries.map(country => ({
    country,
    isServed: isServed(country),
    hasIban: ibanCountries.has(country),
    hasCards: cardCountries.has(country),
    needsProofOfAddress: poaCountries.has(country),
  })),
}
