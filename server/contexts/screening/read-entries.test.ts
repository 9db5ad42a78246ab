import { expect, test } from 'vitest'
import type { ListEntry } from './entry.ts'
import { readEntries } from './read-entries.ts'

/** In pieces of some bytes, so that characters, lines and elements are cut anywhere. */
async function* pieces(text: string, bytes: number): AsyncGenerator<Buffer> {
  const all = Buffer.from(text)
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes)
}

async function read(text: string, bytes = 7) {
  const { format, entries } = await readEntries(pieces(text, bytes))
  const people: ListEntry[] = []
  let skipped = 0
  for await (const entry of entries) {
    if (entry === undefined) skipped += 1
    else people.push(entry)
  }
  return { format, people, skipped }
}

const ftm = [
  {
    id: 'Q1',
    schema: 'Person',
    caption: 'Иван Примеров',
    datasets: ['us_ofac_sdn'],
    properties: {
      name: ['Иван Примеров', 'Ivan Primerov'],
      weakAlias: ['Vanya'],
      birthDate: ['1960-01-02'],
      nationality: ['ru'],
      gender: ['male'],
      topics: ['sanction', 'role.pep'],
      passportNumber: ['12 345678'],
      addressEntity: [{ id: 'a', schema: 'Address', properties: {} }],
    },
  },
  { id: 'Q2', schema: 'Company', properties: { name: ['Example Ltd'] } },
]

test('OpenSanctions’ FtM lines', async () => {
  const { format, people, skipped } = await read(`${ftm.map(entity => JSON.stringify(entity)).join('\n')}\n\n`)
  expect({ format, skipped }).toEqual({ format: 'FTM', skipped: 1 })
  expect(people).toEqual([
    {
      entityId: 'Q1',
      topics: ['PEP', 'SANCTION'],
      names: [
        { text: 'Иван Примеров', strength: 'primary' },
        { text: 'Ivan Primerov', strength: 'primary' },
        { text: 'Vanya', strength: 'weak' },
      ],
      births: ['1960-01-02'],
      countries: ['RU'],
      gender: 'male',
      documents: ['12345678'],
      programmes: ['us_ofac_sdn'],
    },
  ])
})

test('OpenSanctions’ simple CSV, with quotes, line breaks and several values in a cell', async () => {
  const header =
    'id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,first_seen,last_seen,last_change'
  const csv = `\uFEFF${header}
NK-1,Person,"Primerov, Ivan","Ivan P.;""Vanya""",1960;1961-02-03,ru;by,"Street 1
Moscow","AB 12345",EU sanctions,,,EU-BLR,EU Financial Sanctions,2022-01-01,2026-01-01,2026-01-01
NK-2,Person,Petra Persona,,1970,pl,,,,,,,Wikidata PEPs,2022-01-01,2026-01-01,2026-01-01
NK-3,Vessel,Ship,,,,,,,,,,EU,2022-01-01,2026-01-01,2026-01-01
`
  const { format, people, skipped } = await read(csv)
  expect({ format, skipped }).toEqual({ format: 'OPENSANCTIONS_CSV', skipped: 1 })
  expect(people).toEqual([
    {
      entityId: 'NK-1',
      topics: ['SANCTION'],
      names: [
        { text: 'Primerov, Ivan', strength: 'primary' },
        { text: 'Ivan P.', strength: 'alias' },
        { text: 'Vanya', strength: 'alias' },
      ],
      births: ['1960', '1961-02-03'],
      countries: ['BY', 'RU'],
      gender: null,
      documents: ['AB12345'],
      programmes: ['EU Financial Sanctions', 'EU-BLR'],
    },
    expect.objectContaining({ entityId: 'NK-2', topics: ['PEP'] }),
  ])
})

test('the UN’s consolidated XML', async () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-01-01T00:00:00">
<INDIVIDUALS><INDIVIDUAL><DATAID>6908555</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>RI</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.033</REFERENCE_NUMBER>
<NAME_ORIGINAL_SCRIPT>리</NAME_ORIGINAL_SCRIPT><GENDER>Male</GENDER>
<NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ri Eksample</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The &amp; Boss</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1965</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>X</CITY><COUNTRY>Syrian Arab Republic</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>PS 654-321</NUMBER></INDIVIDUAL_DOCUMENT>
</INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>A COMPANY</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>`
  const { format, people } = await read(xml)
  expect(format).toBe('UN_XML')
  expect(people).toEqual([
    {
      entityId: '6908555',
      topics: ['SANCTION'],
      names: [
        { text: 'RI EXAMPLE', strength: 'primary' },
        { text: '리', strength: 'alias' },
        { text: 'Ri Eksample', strength: 'alias' },
        { text: 'The & Boss', strength: 'weak' },
      ],
      births: ['1960/1962', '1965'],
      countries: ['KP', 'SY'],
      gender: 'male',
      documents: ['PS654321'],
      programmes: ['DPRK', 'KPi.033'],
    },
  ])
})

test('the EU’s consolidated XML, with or without a prefix', async () => {
  const xml = (p: string, ns: string) => `<?xml version="1.0" encoding="UTF-8"?>
<${p}export ${ns}="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-01T00:00:00.000+01:00" globalFileId="1">
<${p}sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.27.28" logicalId="13">
<${p}regulation regulationType="amendment" programme="IRQ"/><${p}subjectType code="person" classificationCode="P"/>
<${p}nameAlias firstName="Ivan" middleName="" lastName="Example" wholeName="Ivan Example" function="" gender="M" title="" strong="true" logicalId="17"/>
<${p}nameAlias firstName="" middleName="" lastName="" wholeName="Vanya" gender="" strong="false" logicalId="19"/>
<${p}citizenship region="" countryIso2Code="IQ" countryDescription="IRAQ"/>
<${p}birthdate circa="false" calendarType="GREGORIAN" birthdate="1937-04-28" dayOfMonth="28" monthOfYear="4" year="1937" countryIso2Code="00"/>
<${p}birthdate circa="true" calendarType="GREGORIAN" year="1940" countryIso2Code="IQ"/>
<${p}birthdate circa="false" calendarType="ISLAMIC" year="1356" countryIso2Code="00"/>
<${p}identification identificationTypeCode="passport" number="M 0003264/580"/></${p}sanctionEntity>
<${p}sanctionEntity euReferenceNumber="EU.1.1" logicalId="2"><${p}subjectType code="enterprise" classificationCode="E"/>
<${p}nameAlias wholeName="Example Corp" strong="true"/></${p}sanctionEntity></${p}export>`
  for (const [prefix, ns] of [
    ['', 'xmlns'],
    ['fsd:', 'xmlns:fsd'],
  ] as const) {
    const { format, people, skipped } = await read(xml(prefix, ns))
    expect({ format, skipped }).toEqual({ format: 'EU_XML', skipped: 1 })
    expect(people).toEqual([
      {
        entityId: 'EU.27.28',
        topics: ['SANCTION'],
        names: [
          { text: 'Ivan Example', strength: 'primary' },
          { text: 'Vanya', strength: 'weak' },
        ],
        births: ['1937-04-28', '1940'],
        countries: ['IQ'],
        gender: 'male',
        documents: ['M0003264580'],
        programmes: ['IRQ'],
      },
    ])
  }
})

test.each([
  ['{"id": 1}', 'line 1 is not an entity with id, schema and properties'],
  ['<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>', 'unclosed'],
  ['<!DOCTYPE a [<!ENTITY x "y">]><CONSOLIDATED_LIST></CONSOLIDATED_LIST>', 'a document type is not allowed'],
  ['<html></html>', 'none of OpenSanctions'],
  ['<a><export x="1"></export></a>', 'the document is a a, not a export'],
  ['id,schema,caption\nx,Person,Y\n', 'there is no column "name"'],
  ['id,schema,name\nx,Person,"Y\n', 'Quote Not Closed'],
  ['', 'none of OpenSanctions'],
])('%s is refused', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message)
})
