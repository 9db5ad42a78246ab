import { camt029Shape, readCamt029, writeCamt029 } from './camt029.ts'
import { camt052Shape, readCamt052, writeCamt052 } from './camt052.ts'
import { camt053Shape, readCamt053, writeCamt053 } from './camt053.ts'
import { camt056Shape, readCamt056, writeCamt056 } from './camt056.ts'
import { head001Shape, readHead001, writeHead001 } from './head001.ts'
import { pacs002Shape, readPacs002, writePacs002 } from './pacs002.ts'
import { type Pacs004, pacs004Shape, readPacs004, writePacs004 } from './pacs004.ts'
import { type Pacs008, pacs008Shape, readPacs008, writePacs008 } from './pacs008.ts'
import { pacs028Shape, readPacs028, writePacs028 } from './pacs028.ts'
import { type Pain001, pain001Shape, readPain001, writePain001 } from './pain001.ts'
import { pain002Shape, readPain002, writePain002 } from './pain002.ts'
import { valuesOf } from './testing/arbitraries.ts'
import { messageLaws } from './testing/laws.ts'
import { totalsOf } from './totals.ts'

messageLaws({
  identifier: 'pain.001.001.09',
  values: valuesOf(pain001Shape).map(withOrderTotals),
  read: readPain001,
  write: writePain001,
})
messageLaws({
  identifier: 'pain.002.001.10',
  values: valuesOf(pain002Shape),
  read: readPain002,
  write: writePain002,
})
messageLaws({
  identifier: 'pacs.008.001.08',
  values: valuesOf(pacs008Shape).map(withTransferTotals),
  read: readPacs008,
  write: writePacs008,
})
messageLaws({
  identifier: 'pacs.002.001.10',
  values: valuesOf(pacs002Shape),
  read: readPacs002,
  write: writePacs002,
})
messageLaws({
  identifier: 'pacs.004.001.09',
  values: valuesOf(pacs004Shape).map(withReturnTotals),
  read: readPacs004,
  write: writePacs004,
})
messageLaws({
  identifier: 'pacs.028.001.03',
  values: valuesOf(pacs028Shape),
  read: readPacs028,
  write: writePacs028,
})
messageLaws({
  identifier: 'camt.052.001.08',
  values: valuesOf(camt052Shape),
  read: readCamt052,
  write: writeCamt052,
})
messageLaws({
  identifier: 'camt.053.001.08',
  values: valuesOf(camt053Shape),
  read: readCamt053,
  write: writeCamt053,
})
messageLaws({
  identifier: 'camt.056.001.08',
  values: valuesOf(camt056Shape),
  read: readCamt056,
  write: writeCamt056,
})
messageLaws({
  identifier: 'camt.029.001.09',
  values: valuesOf(camt029Shape),
  read: readCamt029,
  write: writeCamt029,
})
messageLaws({
  identifier: 'head.001.001.02',
  values: valuesOf(head001Shape),
  read: readHead001,
  write: writeHead001,
})

/** The made-up totals put right, where they are declared at all. */
function withOrderTotals(message: Pain001): Pain001 {
  const amountsOf = (instruction: Pain001['paymentInstructions'][number]) =>
    instruction.transactions.map(each => each.instructedAmount)
  return {
    ...message,
    groupHeader: { ...message.groupHeader, ...totalsOf(message.paymentInstructions.flatMap(amountsOf)) },
    paymentInstructions: message.paymentInstructions.map(instruction => ({
      ...instruction,
      ...totalsOf(amountsOf(instruction)),
    })),
  }
}

function withTransferTotals({ groupHeader, transactions, ...rest }: Pacs008): Pacs008 {
  const { totalInterbankSettlementAmount: _, ...header } = groupHeader
  const amounts = transactions.map(each => each.interbankSettlementAmount)
  return { ...rest, groupHeader: { ...header, ...totalsOf(amounts) }, transactions }
}

function withReturnTotals({ groupHeader, transactions, ...rest }: Pacs004): Pacs004 {
  const { totalReturnedInterbankSettlementAmount: _, ...header } = groupHeader
  const amounts = transactions.map(each => each.returnedInterbankSettlementAmount)
  return { ...rest, groupHeader: { ...header, ...totalsOf(amounts) }, transactions }
}
