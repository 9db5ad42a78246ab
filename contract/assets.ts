/**
 * Assets and networks as data, in this one place. Amounts here are plain decimal text in the asset's own unit
 * (`'0.0003'` btc), because `contract/` knows the wire and not the ledger.
 * Source: the contract, sections 1 (decimals) and 4 (currencies, networks, service fees, minimums).
 */

export type Asset = {
  readonly slug: AssetSlug
  readonly name: string
  readonly kind: 'fiat' | 'crypto'
  /** The most decimals that a request may carry, and the fixed number that an answer's amount text has. */
  readonly wireDecimals: number
  /** The ledger counts in 10^-ledgerScale of the asset. Never smaller than `wireDecimals`: eth and pol keep all of a chain's 18. */
  readonly ledgerScale: number
}

export const ASSET_SLUGS = ['eur', 'btc', 'eth', 'ltc', 'doge', 'pol', 'usdc', 'usdt'] as const
export type AssetSlug = (typeof ASSET_SLUGS)[number]

export const ASSETS: Readonly<Record<AssetSlug, Asset>> = {
  eur: { slug: 'eur', name: 'Euro', kind: 'fiat', wireDecimals: 2, ledgerScale: 2 },
  btc: { slug: 'btc', name: 'Bitcoin', kind: 'crypto', wireDecimals: 8, ledgerScale: 8 },
  eth: { slug: 'eth', name: 'Ether', kind: 'crypto', wireDecimals: 8, ledgerScale: 18 },
  ltc: { slug: 'ltc', name: 'Litecoin', kind: 'crypto', wireDecimals: 8, ledgerScale: 8 },
  doge: { slug: 'doge', name: 'Dogecoin', kind: 'crypto', wireDecimals: 8, ledgerScale: 8 },
  pol: { slug: 'pol', name: 'POL', kind: 'crypto', wireDecimals: 8, ledgerScale: 18 },
  usdc: { slug: 'usdc', name: 'USD Coin', kind: 'crypto', wireDecimals: 6, ledgerScale: 6 },
  usdt: { slug: 'usdt', name: 'Tether USD', kind: 'crypto', wireDecimals: 6, ledgerScale: 6 },
}

export const CRYPTO_SLUGS = ['btc', 'eth', 'ltc', 'doge', 'pol', 'usdc', 'usdt'] as const
export type CryptoSlug = (typeof CRYPTO_SLUGS)[number]

export const NETWORK_SLUGS = ['ethereum', 'polygon', 'btc', 'ltc', 'doge'] as const
export type NetworkSlug = (typeof NETWORK_SLUGS)[number]

export type Network = { readonly slug: NetworkSlug; readonly name: string; readonly nativeCurrency: CryptoSlug }

export const NETWORKS: Readonly<Record<NetworkSlug, Network>> = {
  ethereum: { slug: 'ethereum', name: 'Ethereum', nativeCurrency: 'eth' },
  polygon: { slug: 'polygon', name: 'Polygon', nativeCurrency: 'pol' },
  btc: { slug: 'btc', name: 'Bitcoin', nativeCurrency: 'btc' },
  ltc: { slug: 'ltc', name: 'Litecoin', nativeCurrency: 'ltc' },
  doge: { slug: 'doge', name: 'Dogecoin', nativeCurrency: 'doge' },
}

/** One currency on one network, with its conditions; every amount in the currency itself. `'0'` means that there is none. */
export type CurrencyOnNetwork = {
  readonly currency: CryptoSlug
  readonly network: NetworkSlug
  /** Taken on top of the amount and of the network fee. */
  readonly withdrawalFee: string
  readonly withdrawalMinimum: string
  readonly depositMinimum: string
}

export const CURRENCIES_ON_NETWORKS: readonly CurrencyOnNetwork[] = [
  { currency: 'btc', network: 'btc', withdrawalFee: '0.0003', withdrawalMinimum: '0.0001', depositMinimum: '0' },
  { currency: 'eth', network: 'ethereum', withdrawalFee: '0.003', withdrawalMinimum: '0.0006', depositMinimum: '0' },
  { currency: 'ltc', network: 'ltc', withdrawalFee: '0.002', withdrawalMinimum: '0.001', depositMinimum: '0' },
  { currency: 'doge', network: 'doge', withdrawalFee: '5', withdrawalMinimum: '10', depositMinimum: '0' },
  { currency: 'pol', network: 'polygon', withdrawalFee: '0.5', withdrawalMinimum: '0.00005', depositMinimum: '0' },
  { currency: 'usdc', network: 'ethereum', withdrawalFee: '10', withdrawalMinimum: '1', depositMinimum: '5' },
  { currency: 'usdc', network: 'polygon', withdrawalFee: '0.5', withdrawalMinimum: '2', depositMinimum: '0' },
  { currency: 'usdt', network: 'ethereum', withdrawalFee: '10', withdrawalMinimum: '1', depositMinimum: '5' },
  { currency: 'usdt', network: 'polygon', withdrawalFee: '0.5', withdrawalMinimum: '2', depositMinimum: '0' },
]

const isAssetSlug = (text: string): text is AssetSlug => Object.hasOwn(ASSETS, text)
const isNetworkSlug = (text: string): text is NetworkSlug => Object.hasOwn(NETWORKS, text)

/** The currency that a partner wrote, in any letter case; undefined for an unknown one (the caller answers P410). */
export function parseCurrency(text: string): AssetSlug | undefined {
  const slug = text.toLowerCase()
  return isAssetSlug(slug) ? slug : undefined
}

/** As `parseCurrency`, for currencies that live on a chain. */
export function parseCryptoCurrency(text: string): CryptoSlug | undefined {
  const slug = parseCurrency(text)
  return slug === undefined || slug === 'eur' ? undefined : slug
}

/** The network that a partner wrote, in any letter case; undefined for an unknown one (the caller answers P410). */
export function parseNetwork(text: string): NetworkSlug | undefined {
  const slug = text.toLowerCase()
  return isNetworkSlug(slug) ? slug : undefined
}

/** The conditions of a currency on a network, both in any letter case; undefined where it is not offered. */
export function findCurrencyOnNetwork(currency: string, network: string): CurrencyOnNetwork | undefined {
  const currencySlug = parseCurrency(currency)
  const networkSlug = parseNetwork(network)
  return CURRENCIES_ON_NETWORKS.find(entry => entry.currency === currencySlug && entry.network === networkSlug)
}

/** Where a currency is offered, in the order of the documentation; empty for eur. */
export function networksOf(currency: AssetSlug): readonly CurrencyOnNetwork[] {
  return CURRENCIES_ON_NETWORKS.filter(entry => entry.currency === currency)
}

/** The asset of a slug that is already known to be one, e.g. read from the books. Throws on another: that is a bug, not bad input. */
export function assetOf(slug: string): Asset {
  if (!isAssetSlug(slug)) throw new RangeError(`unknown asset: ${slug}`)
  return ASSETS[slug]
}
