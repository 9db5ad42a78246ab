/**
 * Countries by ISO 3166-1 alpha-2 code (the officially assigned ones), and which of our products each one gets.
 * Source of the three product lists: the wire contract, section 2; of the countries that are not served: docs/decisions.
 */

const codes = (list: string): readonly string[] => list.trim().split(/\s+/)

export const countries: readonly string[] = codes(`
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
  CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
  GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
  KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
  MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
  SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
  UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
`)

/** Here a proof of address is asked for before a user may be extended. */
export const poaCountries: ReadonlySet<string> = new Set(codes('AM AR AZ GE IL MD UA'))

/** Here a verified user gets an IBAN of its own; elsewhere it deposits by reference. */
export const ibanCountries: ReadonlySet<string> = new Set(
  codes(`AM AT AZ BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IL IN IS IT LI LT LU LV MD MT NL NO PL PT RO SE SI
    SK UA`),
)

/** Here cards are issued. */
export const cardCountries: ReadonlySet<string> = new Set(
  codes('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'),
)

/**
 * Nobody who lives here can be a user (P431): FATF's call for action (IR KP MM), the Union's ban on wallets and deposits
 * for residents (BY RU), and embargoes that issuers of stablecoins and card networks must keep (CU SY).
 */
const unservedCountries: ReadonlySet<string> = new Set(codes('BY CU IR KP MM RU SY'))

const known: ReadonlySet<string> = new Set(countries)

/** Whether this upper-case text is an assigned alpha-2 code. */
export const isCountry = (code: string): boolean => known.has(code)

/** Whether somebody who lives in this country can be a user. */
export const isServed = (code: string): boolean => known.has(code) && !unservedCountries.has(code)
