import countries from 'i18n-iso-countries'

/** As lists of the UN and the EU write them, beside the names of ISO 3166. */
const otherNames: Readonly<Record<string, string>> = {
  "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA": 'KP',
  'ISLAMIC REPUBLIC OF IRAN': 'IR',
  'IRAN (ISLAMIC REPUBLIC OF)': 'IR',
  'STATE OF PALESTINE': 'PS',
  PALESTINIAN: 'PS',
  'DEMOCRATIC REPUBLIC OF THE CONGO': 'CD',
  'UNITED STATES OF AMERICA': 'US',
  'UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND': 'GB',
  TURKIYE: 'TR',
  TÜRKIYE: 'TR',
  'COTE D’IVOIRE': 'CI',
}

/** Alpha-2 of a country given by its code or its English name; undefined for what is no country of today. */
export function countryCode(text: string): string | undefined {
  const trimmed = text.trim()
  if (/^[a-z]{2}$/i.test(trimmed)) return trimmed.toUpperCase()
  return (
    otherNames[trimmed.toUpperCase()] ??
    countries.getAlpha2Code(trimmed, 'en') ??
    countries.getSimpleAlpha2Code(trimmed, 'en')
  )
}

export const countryCodes = (texts: readonly string[]): string[] =>
  texts.map(countryCode).filter(code => code !== undefined)
