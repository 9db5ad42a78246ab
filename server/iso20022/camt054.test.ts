import { expect, test } from 'vitest'
import { type Camt054, camt054Shape, readCamt054, readCamt054Stream, writeCamt054 } from './camt054.ts'
import { MalformedMessage } from './malformed.ts'
import { valuesOf } from './testing/arbitraries.ts'
import { messageLaws } from './testing/laws.ts'
import { schemaErrors, xsdTest } from './testing/xsd.ts'

const identifier = 'camt.054.001.08'

messageLaws({ identifier, values: valuesOf(camt054Shape), read: readCamt054, write: writeCamt054 })

/** As banks send them: a batch of two credits booked as one, and a transfer of ours that came back. */
const notification = `<?xml version="1.0" encoding="utf-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08 camt.054.001.08.xsd">
 <BkToCstmrDbtCdtNtfctn>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-02T08:00:00+01:00</CreDtTm></GrpHdr>
  <Ntfctn>
   <Id>N1</Id>
   <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
   <Intrst><Rate><Tp><Pctg>1.5</Pctg></Tp></Rate></Intrst>
   <Ntry>
    <Amt Ccy="EUR">30.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
    <BookgDt><Dt>2026-03-02+01:00</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt>
    <AcctSvcrRef>S1</AcctSvcrRef>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>NTRF+166</Cd><Issr>DK</Issr></Prtry></BkTxCd>
    <NtryDtls>
     <Btch><NbOfTxs>2</NbOfTxs></Btch>
     <TxDtls>
      <Refs><EndToEndId>E1</EndToEndId><Prtry><Tp>X</Tp><Ref>Y</Ref></Prtry></Refs>
      <Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
      <RltdPties><Dbtr><Pty><Nm>Zo&#235; &amp; <![CDATA[<Sons>]]></Nm><PstlAdr><Ctry>FR</Ctry><AdrLine>1 rue X</AdrLine><AdrLine>Paris</AdrLine></PstlAdr><CtctDtls><EmailAdr>z@x.fr</EmailAdr></CtctDtls></Pty></Dbtr>
       <DbtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></DbtrAcct></RltdPties>
      <RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
     </TxDtls>
     <TxDtls>
      <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
      <Amt Ccy="EUR">20.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
      <RmtInf><Ustrd>rent  march</Ustrd><Ustrd/></RmtInf>
     </TxDtls>
    </NtryDtls>
    <NtryDtls/>
   </Ntry>
   <Ntry>
    <Amt Ccy="EUR">7.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>1</RvslInd><Sts><Cd>BOOK</Cd></Sts>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>
    <NtryDtls><TxDtls>
      <Refs><EndToEndId>OUR-1</EndToEndId></Refs>
      <RtrInf><Orgtr><Id><OrgId><AnyBIC>COBADEFFXXX</AnyBIC></OrgId></Id></Orgtr><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrInf>
    </TxDtls></NtryDtls>
   </Ntry>
   <AddtlNtfctnInf>end</AddtlNtfctnInf>
  </Ntfctn>
  <SplmtryData><Envlp><x:Thing xmlns:x="urn:x" x:kind="k">7</x:Thing></Envlp></SplmtryData>
 </BkToCstmrDbtCdtNtfctn>
</Document>`

const expected: Camt054 = {
  groupHeader: { messageIdentification: 'M1', creationDateTime: '2026-03-02T08:00:00+01:00' },
  notifications: [
    {
      id: 'N1',
      account: { iban: 'DE89370400440532013000', currency: 'EUR' },
      additionalInformation: 'end',
      unknown: {
        Intrst: {
          name: 'Intrst',
          children: [
            {
              name: 'Rate',
              children: [{ name: 'Tp', children: [{ name: 'Pctg', text: '1.5' }] }],
            },
          ],
        },
      },
      entries: [
        {
          amount: { currency: 'EUR', units: 3050n },
          creditDebitIndicator: 'CRDT',
          status: 'BOOK',
          bookingDate: '2026-03-02',
          valueDate: '2026-03-02',
          accountServicerReference: 'S1',
          bankTransactionCode: {
            domain: { code: 'PMNT', family: 'RCDT', subFamily: 'ESCT' },
            proprietary: { code: 'NTRF+166', issuer: 'DK' },
          },
          entryDetails: [
            {
              batch: { numberOfTransactions: 2 },
              transactionDetails: [
                {
                  endToEndId: 'E1',
                  proprietaryReferences: [{ type: 'X', reference: 'Y' }],
                  amount: { currency: 'EUR', units: 1000n },
                  creditDebitIndicator: 'CRDT',
                  debtor: {
                    name: 'Zoë & <Sons>',
                    postalAddress: { country: 'FR', addressLines: ['1 rue X', 'Paris'] },
                    unknown: { CtctDtls: { name: 'CtctDtls', children: [{ name: 'EmailAdr', text: 'z@x.fr' }] } },
                  },
                  debtorAccount: { iban: 'FR7630006000011234567890189' },
                  remittanceInformation: {
                    structured: [{ creditorReferenceType: 'SCOR', creditorReference: 'RF18539007547034' }],
                  },
                },
                {
                  endToEndId: 'NOTPROVIDED',
                  amount: { currency: 'EUR', units: 2050n },
                  creditDebitIndicator: 'CRDT',
                  remittanceInformation: { unstructured: ['rent  march'] },
                },
              ],
            },
            { transactionDetails: [] },
          ],
        },
        {
          amount: { currency: 'EUR', units: 700n },
          creditDebitIndicator: 'CRDT',
          reversalIndicator: true,
          status: 'BOOK',
          bankTransactionCode: { domain: { code: 'PMNT', family: 'ICDT', subFamily: 'RRTN' } },
          entryDetails: [
            {
              transactionDetails: [
                {
                  endToEndId: 'OUR-1',
                  returnInformation: {
                    originator: { organisationId: { anyBic: 'COBADEFFXXX' } },
                    reasonCode: 'AC04',
                    additionalInformation: ['closed'],
                  },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  unknown: {
    SplmtryData: {
      name: 'SplmtryData',
      children: [
        { name: 'Envlp', children: [{ name: '{urn:x}Thing', text: '7', attributes: { '{urn:x}kind': 'k' } }] },
      ],
    },
  },
}

test('a bank notification is read in full: batches, returns, structured references, and what is not modelled is kept', () => {
  expect(readCamt054(bytes(notification))).toEqual(expected)
})

xsdTest(identifier, 'the sample notification is itself valid', async () => {
  // An empty remittance line is the sample's one deviation, which banks do send.
  expect(await schemaErrors(identifier, [bytes(notification.replace('<Ustrd/>', ''))])).toEqual([])
})

test('chunk borders anywhere, also within a character, make no difference', async () => {
  const whole = bytes(notification)
  for (const size of [1, 7, 1000]) {
    const entries = []
    const kinds = []
    for await (const event of readCamt054Stream(inChunks(whole, size))) {
      kinds.push(event.kind)
      if (event.kind === 'entry') entries.push(event.entry)
    }
    expect(entries).toEqual(expected.notifications[0]?.entries)
    expect(kinds).toEqual(['groupHeader', 'header', 'entry', 'entry', 'trailer', 'end'])
  }
})

test('each fault within an entry is refused, with its path and reason', () => {
  const faults: [RegExp, string, string][] = [
    [/Ntry\[1\]\/Amt: "1e3" is not a decimal amount/, '>30.5<', '>1e3<'],
    [/Ntry\[1\]\/Amt: "-30.5" is not a decimal amount/, '>30.5<', '>-30.5<'],
    [/Ntry\[1\]\/Amt: "30.505" has more than 2 decimals/, '>30.5<', '>30.505<'],
    [/Ntry\[1\]\/Amt: an amount without currency/, '<Amt Ccy="EUR">30.5', '<Amt>30.5'],
    [/Ntry\[1\]\/CdtDbtInd: "CREDIT" is none of CRDT, DBIT/, '<CdtDbtInd>CRDT<', '<CdtDbtInd>CREDIT<'],
    [/Ntry\[1\]\/Amt: missing/, '<Amt Ccy="EUR">30.5</Amt>', ''],
    [/Ntry\[1\]\/CdtDbtInd: there twice/, '<CdtDbtInd>CRDT<', '<CdtDbtInd>CRDT</CdtDbtInd><CdtDbtInd>CRDT<'],
    [/Ntry\[1\]\/BookgDt: there twice/, '<BookgDt>', '<BookgDt><Dt>2026-03-02</Dt></BookgDt><BookgDt>'],
    [/Ntry\[1\]\/BookgDt\/Dt: "2026-02-30" is not a date/, '2026-03-02+01:00', '2026-02-30'],
    [/Ntry\[1\]: one of Sts\/Cd and Sts\/Prtry is missing/, '<Sts><Cd>BOOK</Cd></Sts>', ''],
    [/Ntry\[1\]\/Sts: text where elements are expected/, '<Sts>', '<Sts>x'],
    [/Ntry\[1\]\/AcctSvcrRef: elements where text is expected/, '>S1<', '><S1/><'],
    [/Ntry\[1\]\/AcctSvcrRef: longer than 35 characters/, '>S1<', `>${'x'.repeat(36)}<`],
    [/Ntfctn\/Acct: missing/, '<Acct>', '<Ntry/><Acct>'],
    [
      /GrpHdr: there twice/,
      '<Ntfctn>',
      '<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T08:00:00</CreDtTm></GrpHdr><Ntfctn>',
    ],
  ]
  for (const [reason, from, to] of faults) {
    expect(notification).toContain(from)
    const read = () => readCamt054(bytes(notification.replace(from, to)))
    expect(read, from).toThrow(MalformedMessage)
    expect(read, from).toThrow(reason)
  }
})

test('a message above the size cap is refused, streamed or not, and so is one entry that would fill the memory', async () => {
  const limits = { maxBytes: 1000, maxHeldLength: 1000, maxHeldElements: 1000, maxDepth: 64 }
  expect(() => readCamt054(bytes(notification), limits)).toThrow('larger than 1000 bytes')
  const stream = readCamt054Stream(inChunks(bytes(notification), 100), { ...limits, maxBytes: 1_000_000 })
  await expect(drain(stream)).rejects.toThrow('more than 1000 characters in one piece')
  const few = { ...limits, maxBytes: 1_000_000, maxHeldLength: 1_000_000, maxHeldElements: 50 }
  expect(() => readCamt054(bytes(notification), few)).toThrow('more than 50 elements in one piece')
})

test('an element of another namespace is never taken for one of the message', () => {
  const strange = notification.replace(
    '<AcctSvcrRef>S1</AcctSvcrRef>',
    '<AcctSvcrRef xmlns="urn:other">S1</AcctSvcrRef>',
  )
  const [entry] = readCamt054(bytes(strange)).notifications[0]?.entries ?? []
  expect(entry?.accountServicerReference).toBeUndefined()
  expect(entry?.unknown).toEqual({ '{urn:other}AcctSvcrRef': 'S1' })
})

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

async function* inChunks(all: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size)
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

test('a flood of unknown elements is kept in linear time', () => {
  const flood = notification.replace('<Acct>', `${'<X/>'.repeat(50_000)}<Acct>`)
  const unknown = readCamt054(bytes(flood)).notifications[0]?.unknown ?? {}
  expect(Object.keys(unknown)).toHaveLength(50_001)
  expect(unknown['X[50000]']).toBe('')
})
