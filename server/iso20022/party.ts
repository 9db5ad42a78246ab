import { one, optional, record, some, type ValueOf } from './shape.ts'
import { bic, code, country, isoDate, lei, text } from './simple-types.ts'

const addressFields = {
  addressType: optional('AdrTp/Cd', code('ADDR', 'PBOX', 'HOME', 'BIZZ', 'MLTO', 'DLVY')),
  department: optional('Dept', text(70)),
  subDepartment: optional('SubDept', text(70)),
  streetName: optional('StrtNm', text(70)),
  buildingNumber: optional('BldgNb', text(16)),
  buildingName: optional('BldgNm', text(35)),
  floor: optional('Flr', text(70)),
  postBox: optional('PstBx', text(16)),
  room: optional('Room', text(70)),
  postCode: optional('PstCd', text(16)),
  townName: optional('TwnNm', text(35)),
  townLocationName: optional('TwnLctnNm', text(35)),
  districtName: optional('DstrctNm', text(35)),
  countrySubDivision: optional('CtrySubDvsn', text(35)),
  country: optional('Ctry', country),
  /** Free lines, as unstructured and hybrid addresses have them. What we send is structured: from November 2026 the EPC's schemes take no purely unstructured address. */
  addressLines: some('AdrLine', text(70), 7),
}
/** PostalAddress24. */
export interface PostalAddress extends ValueOf<typeof addressFields> {}
export const postalAddress = record(addressFields)

const otherId = record(
  {
    id: one('Id', text(35)),
    schemeName: optional('SchmeNm/Cd', text(4)),
    schemeNameProprietary: optional('SchmeNm/Prtry', text(35)),
    issuer: optional('Issr', text(35)),
  },
  { atMostOne: [['schemeName', 'schemeNameProprietary']] },
)

const organisationId = record({
  anyBic: optional('AnyBIC', bic),
  lei: optional('LEI', lei),
  other: some('Othr', otherId),
})

const privateId = record({
  birth: optional(
    'DtAndPlcOfBirth',
    record({
      birthDate: one('BirthDt', isoDate),
      provinceOfBirth: optional('PrvcOfBirth', text(35)),
      cityOfBirth: one('CityOfBirth', text(35)),
      countryOfBirth: one('CtryOfBirth', country),
    }),
  ),
  other: some('Othr', otherId),
})

const partyFields = {
  /** The schema allows 140 characters, the EPC's schemes 70. */
  name: optional('Nm', text(140)),
  postalAddress: optional('PstlAdr', postalAddress),
  organisationId: optional('Id/OrgId', organisationId),
  privateId: optional('Id/PrvtId', privateId),
  countryOfResidence: optional('CtryOfRes', country),
}
/** PartyIdentification135: a debtor, creditor, initiating party, ultimate party … */
export interface Party extends ValueOf<typeof partyFields> {}
export const party = record(partyFields, { atMostOne: [['organisationId', 'privateId']] })
