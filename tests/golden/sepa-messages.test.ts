import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instantOrderOf, investigationOf } from '../../server/contexts/sepa/instant-order.ts'
import { answerOffer } from '../../server/contexts/sepa/offer.ts'
import { offerAnswerOf } from '../../server/contexts/sepa/offer-answer.ts'
import { paymentOrderOf } from '../../server/contexts/sepa/payment-order.ts'
import { holdPayout, type PayoutOrder, submitPayout } from '../../server/contexts/sepa/payout.ts'
import { recallQuestionOf } from '../../server/contexts/sepa/recall-messages.ts'
import {
  identifyMessage,
  readCamt056,
  readPacs008,
  writeCamt056,
  writePacs002,
  writePacs008,
  writePacs028,
  writePain001,
} from '../../server/iso20022/index.ts'
import { schemaErrors, xsdTest } from '../../server/iso20022/testing/xsd.ts'
import { notificationOf } from '../../server/rails/sepa-bank/simulator/notification.ts'
import { offerOf } from '../../server/rails/sepa-bank/simulator/offers.ts'
import { recallOf, takeRecall } from '../../server/rails/sepa-bank/simulator/recalls.ts'
import { statementOf } from '../../server/rails/sepa-bank/simulator/statement.ts'
import { instantAnswerOf, readInstant } from '../../server/rails/sepa-bank/simulator/take-instants.ts'
import { takeOrders } from '../../server/rails/sepa-bank/simulator/take-orders.ts'

/*
 * The exchanges between us and the bank, byte by byte: a change of what is sent shows here. Written anew by
 * `vitest run -u tests/golden`.
 */

const now = new Date('2027-03-22T09:30:00.000Z')
const id = (last: string): string => `019c9e5c-6f60-7b3a-8c1d-5a1e6f0b${last}`
const institution = {
  country: 'LT',
  bankCode: '99999',
  accountIban: 'LT219999900000000000',
  bic: 'FLRNLT20XXX',
  holder: 'Florin UAB',
  address: 'Gedimino pr. 1, Vilnius',
}
const customer = { ...institution, iban: institution.accountIban }
const orderTo = (destinationIban: string): PayoutOrder => ({
  destinationIban,
  receiverName: 'Anna Nowak',
  receiverFirstName: 'Anna',
  receiverLastName: 'Nowak',
  companyName: null,
  transferTitle: 'Rent of March',
  debtorName: 'Anna Nowak',
})

function submitted(scheme: 'SCT' | 'INST', order: PayoutOrder) {
  const held = holdPayout(
    {
      partnerId: id('0001'),
      id: id('0002'),
      ownerId: id('0003'),
      externalUserId: 'anna',
      accountId: id('0004'),
      scheme,
      payeeCheck: 'NOT_ASKED',
      money: { asset: 'eur', units: 12_345n },
      fee: { asset: 'eur', units: 100n },
      usesLimit: false,
      feeScheduleVersion: 1,
      feeOverrideId: null,
      holdId: id('0005'),
      dataKeyId: id('0006'),
      sealed: Buffer.of(1),
    },
    order,
    now,
  )
  return submitPayout(held.next, order, id('0007'), now).next
}

const german = orderTo('DE18370400440532019904')
const dutch = orderTo('NL91ABNA0417164300')
const payout = submitted('SCT', german)
const instant = submitted('INST', dutch)
const booking = {
  id: 42n,
  direction: 'CRDT' as const,
  units: 5_000n,
  creditorName: null,
  creditorIban: 'LT989999900000000001',
  debtorName: 'Anna Nowak',
  debtorIban: 'PL61109010140000071219812874',
  instructionId: null,
  endToEndId: 'E2E-1',
  transactionId: 'T-1',
  remittance: 'FLR-7K2M9Q',
  returnReason: null,
  bookedAt: now,
  bookingDay: '2027-03-22',
}

const order = writePain001(paymentOrderOf(id('0007'), [{ payout, order: german }], institution, now))
const instantOrder = writePacs008(instantOrderOf(id('0007'), instant, dutch, institution, now))
const question = writeCamt056(
  recallQuestionOf(
    id('0008'),
    { id: id('0009'), reasonCode: 'DUPL', money: payout.money },
    payout,
    german,
    institution,
    now,
  ),
)

function instantAnswer(): Uint8Array {
  const message = readInstant(instantOrder, customer, now)
  if (message.kind !== 'payment') throw new Error('a payment was taken for a question')
  return instantAnswerOf(id('000a'), message.payment.reference, message.of, message.payment, now)
}

const offered = offerOf(id('0011'), booking, customer, now)
const offers = readPacs008(offered)
const transaction = offers.transactions[0] as (typeof offers.transactions)[number]
const { next: offer } = answerOffer(
  {
    id: id('0013'),
    identity: Buffer.of(1),
    messageId: id('0014'),
    transactionIndex: 0,
    transactionId: 'T-1',
    uetr: null,
    units: 5_000n,
    outgoingId: id('0012'),
  },
  'AC04',
  now,
)

/** What each side says, in the order of a story. */
const exchanges: Readonly<Record<string, Uint8Array>> = {
  '01-we-order-a-payment': order,
  '02-the-bank-rejects-it': takeOrders(order, customer, { answerId: id('000b'), now }).answer ?? Buffer.alloc(0),
  '03-we-order-an-instant-payment': instantOrder,
  '04-its-bank-accepts-it': instantAnswer(),
  '05-we-ask-what-became-of-it': writePacs028(investigationOf(id('000c'), instant, instant, institution, now)),
  '06-the-bank-tells-what-came-in': notificationOf(id('000d'), customer, [booking], now),
  '07-the-bank-states-the-day': statementOf(
    id('000e'),
    customer,
    { day: '2027-03-22', openingUnits: 100_00n, bookings: [booking] },
    now,
  ),
  '08-we-want-a-payment-back': question,
  '09-its-bank-never-had-it':
    takeRecall(readCamt056(question), [], customer, { answerId: id('000f'), now }).answer ?? Buffer.alloc(0),
  '10-another-bank-wants-one-back': recallOf(
    id('0010'),
    { transactionId: 'T-1', endToEndId: 'E2E-1', money: { asset: 'eur', units: 5_000n }, reason: 'FRAD' },
    customer,
    now,
  ),
  '11-another-bank-offers-an-instant-payment': offered,
  '12-we-refuse-it': writePacs002(offerAnswerOf(id('0012'), offers, [{ offer, transaction }], institution, now)),
}

test.each(Object.entries(exchanges))('%s: the message is the one that was kept', async (name, bytes) => {
  await expect(Buffer.from(bytes).toString('utf8')).toMatchFileSnapshot(
    join(import.meta.dirname, 'sepa', `${name}.xml`),
  )
})

for (const [identifier, all] of Map.groupBy(Object.values(exchanges), bytes => identifyMessage(bytes))) {
  xsdTest(identifier, `${identifier}: what is kept is valid by the official schema`, async () => {
    expect(await schemaErrors(identifier, all)).toEqual([])
  })
}
