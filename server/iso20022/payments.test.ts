import { expect, test } from 'vitest'
import { epcFaults } from './epc-rules.ts'
import {
  identifyMessage,
  MalformedMessage,
  type Pacs004,
  type Pacs008,
  type Pain001,
  readPacs004,
  readPacs008,
  readPain001,
  totalsOf,
  UnwritableMessage,
  writeHead001,
  writePacs002,
  writePacs004,
  writePacs008,
  writePain001,
} from './index.ts'
import { schemaErrors, xsdTest } from './testing/xsd.ts'

const eur = (units: bigint) => ({ currency: 'EUR', units })
const debtorAgent = { bic: 'FLRNDEFFXXX' }
const creditorAgent = { bic: 'COBADEFFXXX' }

/** Two SEPA credit transfers, as our bank would take them. */
const order: Pain001 = {
  groupHeader: {
    messageIdentification: 'MSG-1',
    creationDateTime: '2026-03-02T09:30:00Z',
    ...totalsOf([eur(1050n), eur(99n)]),
    initiatingParty: { name: 'Florin' },
  },
  paymentInstructions: [
    {
      paymentInformationIdentification: 'PMT-1',
      paymentMethod: 'TRF',
      batchBooking: false,
      ...totalsOf([eur(1050n), eur(99n)]),
      paymentTypeInformation: { serviceLevels: [{ code: 'SEPA' }] },
      requestedExecutionDate: '2026-03-02',
      debtor: { name: 'Florin' },
      debtorAccount: { iban: 'DE89370400440532013000' },
      debtorAgent,
      chargeBearer: 'SLEV',
      transactions: [
        {
          endToEndId: 'E1',
          instructedAmount: eur(1050n),
          creditor: {
            name: 'Jose Garcia',
            postalAddress: {
              streetName: 'Calle Mayor',
              buildingNumber: '1',
              postCode: '28013',
              townName: 'Madrid',
              country: 'ES',
            },
          },
          creditorAccount: { iban: 'ES9121000418450200051332' },
          remittanceInformation: { unstructured: ['rent'] },
        },
        {
          endToEndId: 'E2',
          instructedAmount: eur(99n),
          creditor: { name: 'Anna' },
          creditorAccount: { iban: 'PL61109010140000071219812874' },
        },
      ],
    },
  ],
}

/** One SEPA instant credit transfer. */
const transfer: Pacs008 = {
  groupHeader: {
    messageIdentification: 'MSG-2',
    creationDateTime: '2026-03-02T09:30:00.000Z',
    numberOfTransactions: 1,
    totalInterbankSettlementAmount: eur(1050n),
    interbankSettlementDate: '2026-03-02',
    settlementInformation: { method: 'CLRG', clearingSystem: 'TIP' },
    paymentTypeInformation: { serviceLevels: [{ code: 'SEPA' }], localInstrument: 'INST' },
  },
  transactions: [
    {
      endToEndId: 'E1',
      transactionId: 'T1',
      interbankSettlementAmount: eur(1050n),
      acceptanceDateTime: '2026-03-02T09:29:59.500Z',
      chargeBearer: 'SLEV',
      debtor: { name: 'Anna' },
      debtorAccount: { iban: 'DE89370400440532013000' },
      debtorAgent,
      creditorAgent,
      creditor: { name: 'Jose Garcia' },
      creditorAccount: { iban: 'ES9121000418450200051332' },
    },
  ],
}

const returned: Pacs004 = {
  groupHeader: {
    messageIdentification: 'MSG-3',
    creationDateTime: '2026-03-05T09:30:00Z',
    numberOfTransactions: 1,
    totalReturnedInterbankSettlementAmount: eur(1050n),
    interbankSettlementDate: '2026-03-05',
    settlementInformation: { method: 'CLRG' },
  },
  transactions: [
    {
      returnId: 'R1',
      originalMessage: { originalMessageIdentification: 'MSG-2', originalMessageNameIdentification: 'pacs.008.001.08' },
      originalEndToEndId: 'E1',
      originalTransactionId: 'T1',
      originalInterbankSettlementAmount: eur(1050n),
      returnedInterbankSettlementAmount: eur(1050n),
      returnReasons: [{ originator: { organisationId: { anyBic: 'COBADEFFXXX' } }, reasonCode: 'AC04' }],
      originalTransactionReference: {
        settlementInformation: { method: 'CLRG' },
        debtor: { name: 'Anna' },
        debtorAccount: { iban: 'DE89370400440532013000' },
      },
    },
  ],
}

test('the bytes of a payment are exactly these', () => {
  expect(text(writePacs008(transfer))).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>',
      '<GrpHdr><MsgId>MSG-2</MsgId><CreDtTm>2026-03-02T09:30:00.000Z</CreDtTm><NbOfTxs>1</NbOfTxs>',
      '<TtlIntrBkSttlmAmt Ccy="EUR">10.50</TtlIntrBkSttlmAmt><IntrBkSttlmDt>2026-03-02</IntrBkSttlmDt>',
      '<SttlmInf><SttlmMtd>CLRG</SttlmMtd><ClrSys><Cd>TIP</Cd></ClrSys></SttlmInf>',
      '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>INST</Cd></LclInstrm></PmtTpInf></GrpHdr>',
      '<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId><TxId>T1</TxId></PmtId>',
      '<IntrBkSttlmAmt Ccy="EUR">10.50</IntrBkSttlmAmt><AccptncDtTm>2026-03-02T09:29:59.500Z</AccptncDtTm><ChrgBr>SLEV</ChrgBr>',
      '<Dbtr><Nm>Anna</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>',
      '<DbtrAgt><FinInstnId><BICFI>FLRNDEFFXXX</BICFI></FinInstnId></DbtrAgt>',
      '<CdtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></CdtrAgt>',
      '<Cdtr><Nm>Jose Garcia</Nm></Cdtr><CdtrAcct><Id><IBAN>ES9121000418450200051332</IBAN></Id></CdtrAcct>',
      '</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>',
    ].join(''),
  )
})

test('SEPA payments as we write them break no rule of the EPC', () => {
  for (const message of [order, transfer, returned]) expect(epcFaults(message)).toEqual([])
})

xsdTest('pain.001.001.09', 'an order of two SEPA payments is valid', async () => {
  expect(await schemaErrors('pain.001.001.09', [writePain001(order)])).toEqual([])
})
xsdTest('pacs.008.001.08', 'an instant payment is valid', async () => {
  expect(await schemaErrors('pacs.008.001.08', [writePacs008(transfer)])).toEqual([])
})
xsdTest('pacs.004.001.09', 'a return is valid', async () => {
  expect(await schemaErrors('pacs.004.001.09', [writePacs004(returned)])).toEqual([])
})

test('totals that do not fit the transactions are refused in both directions', () => {
  const bytes = text(writePain001(order))
  const wrong: [RegExp, string, string][] = [
    [/3 transactions are declared, 2 are there/, '<NbOfTxs>2</NbOfTxs>', '<NbOfTxs>3</NbOfTxs>'],
    [/a control sum of 11.48 is declared, the amounts add up to 11.49/, '<CtrlSum>11.49<', '<CtrlSum>11.48<'],
    [/a control sum of -11.49 is declared/, '<CtrlSum>11.49<', '<CtrlSum>-11.49<'],
  ]
  for (const [reason, from, to] of wrong) {
    const changed = bytes.replace(from, to)
    expect(changed).not.toBe(bytes)
    expect(() => readPain001(utf8(changed))).toThrow(MalformedMessage)
    expect(() => readPain001(utf8(changed))).toThrow(reason)
  }
  expect(readPain001(utf8(bytes.replace('<CtrlSum>11.49<', '<CtrlSum>11.490<'))).groupHeader.controlSum).toBe('11.490')

  const total = text(writePacs008(transfer)).replace('>10.50</TtlIntr', '>10.51</TtlIntr')
  expect(() => readPacs008(utf8(total))).toThrow('a total of 10.51 is declared, the amounts add up to 10.50')
  const foreign = text(writePacs004(returned)).replace('Ccy="EUR">10.50</TtlRtrd', 'Ccy="PLN">10.50</TtlRtrd')
  expect(() => readPacs004(utf8(foreign))).toThrow('a total in PLN is declared over an amount in EUR')

  const header = { ...transfer.groupHeader, numberOfTransactions: 2 }
  expect(() => writePacs008({ ...transfer, groupHeader: header })).toThrow(UnwritableMessage)
})

test('the control sum counts every decimal of every currency', () => {
  expect(totalsOf([])).toEqual({ numberOfTransactions: 0, controlSum: '0.00' })
  const mixed = [eur(105n), { currency: 'JPY', units: 7n }, { currency: 'KWD', units: 1n }]
  expect(totalsOf(mixed)).toEqual({ numberOfTransactions: 3, controlSum: '8.051' })
})

test('a value that no valid message can carry is refused, with its place', () => {
  const payment = transfer.transactions[0]
  if (payment === undefined) throw new Error('the sample has a payment')
  const wrong: [RegExp, unknown][] = [
    [/EndToEndId: longer than 35 characters/, { endToEndId: 'x'.repeat(36) }],
    [/EndToEndId: empty/, { endToEndId: '' }],
    [/EndToEndId: a character that XML cannot carry/, { endToEndId: 'a\u0001' }],
    [/EndToEndId: a character that XML cannot carry/, { endToEndId: '\ud800' }],
    [/CdtTrfTxInf: endToEndId is missing/, { endToEndId: undefined }],
    [/IntrBkSttlmAmt: an amount is a bigint, not below 0/, { interbankSettlementAmount: eur(-1n) }],
    [/IntrBkSttlmAmt: an amount has at most 18 digits/, { interbankSettlementAmount: eur(10n ** 18n) }],
    [/IntrBkSttlmAmt: "eur" is not a currency code/, { interbankSettlementAmount: { currency: 'eur', units: 1n } }],
    [/ChrgBr: "OUR" is none of DEBT, CRED, SHAR, SLEV/, { chargeBearer: 'OUR' }],
    [/CdtrAcct: one of iban, otherId is missing/, { creditorAccount: {} }],
    [/CdtrAcct: iban and otherId exclude each other/, { creditorAccount: { iban: 'DE00', otherId: 'x' } }],
    [/IBAN: "DE" is not an IBAN/, { creditorAccount: { iban: 'DE' } }],
    [
      /PstlAdr\/AdrLine: 8 where 0 to 7 are allowed/,
      { debtor: { postalAddress: { addressLines: Array(8).fill('x') } } },
    ],
    [/IntrBkSttlmDt: "2026-02-29" is not a date/, { interbankSettlementDate: '2026-02-29' }],
    [/AccptncDtTm: "2026-03-02" is not a date and time/, { acceptanceDateTime: '2026-03-02' }],
    [/FinInstnId\/ClrSysMmbId|needs clearingMemberId/, { debtorAgent: { clearingSystemId: 'DEBLZ' } }],
  ]
  for (const [reason, change] of wrong) {
    const write = () => writePacs008({ ...transfer, transactions: [{ ...payment, ...(change as object) }] })
    expect(write, String(reason)).toThrow(UnwritableMessage)
    expect(write, String(reason)).toThrow(reason)
  }
})

test('a message says which one it is, whoever wrote it and however it ends', () => {
  expect(identifyMessage(writePain001(order))).toBe('pain.001.001.09')
  const header = writeHead001({
    from: { agent: debtorAgent },
    to: { agent: creditorAgent },
    businessMessageIdentifier: 'B1',
    messageDefinitionIdentifier: 'pacs.008.001.08',
    creationDate: '2026-03-02T09:30:00Z',
  })
  expect(identifyMessage(header)).toBe('head.001.001.02')
  const status = text(writePacs002({ groupHeader: order.groupHeader, originalGroups: [], transactions: [] }))
  expect(identifyMessage(utf8(`${status.slice(0, 120)}<<<`))).toBe('pacs.002.001.10')
  for (const other of ['', '<html/>', '{"a":1}', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs"/>']) {
    expect(() => identifyMessage(utf8(other))).toThrow(MalformedMessage)
  }
})

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
