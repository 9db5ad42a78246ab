import { type Entry, writeCamt054 } from '../../server/iso20022/index.ts'

/** Whom a payment is for. */
export interface Owner {
  readonly iban: string
  readonly title: string
}

/** A camt.054 of an account, whose payments are for these owners in turn. */
export interface FilePlan {
  readonly account: string
  readonly owners: readonly Owner[]
  /** Its references begin with it: another file's are others. */
  readonly name: string
}

const day = new Date().toISOString().slice(0, 10)
const bankTransactionCode = { domain: { code: 'PMNT', family: 'RCDT', subFamily: 'ESCT' } }

/** Every other one names its owner's reference, the rest only its IBAN. */
function entryOf({ owners, name }: FilePlan, index: number): Entry {
  const owner = owners[index % owners.length]
  const amount = { currency: 'EUR', units: BigInt(100 + (index % 5_000)) }
  const reference = `${name}${index}`
  return {
    amount,
    creditDebitIndicator: 'CRDT',
    status: 'BOOK',
    bookingDate: day,
    valueDate: day,
    accountServicerReference: reference,
    bankTransactionCode,
    entryDetails: [
      {
        transactionDetails: [
          {
            accountServicerReference: reference,
            endToEndId: `E2E-${reference}`,
            amount,
            creditDebitIndicator: 'CRDT',
            debtor: { name: 'Anna Nowak' },
            debtorAccount: { iban: 'PL61109010140000071219812874' },
            creditorAccount: { iban: owner?.iban ?? '' },
            remittanceInformation: { unstructured: [index % 2 === 0 ? `Savings ${owner?.title}` : 'Salary March'] },
          },
        ],
      },
    ],
  }
}

function messageOf(plan: FilePlan, from: number, count: number): string {
  const { name, account } = plan
  const entries = Array.from({ length: count }, (_, index) => entryOf(plan, from + index))
  const bytes = writeCamt054({
    groupHeader: { messageIdentification: name, creationDateTime: new Date().toISOString() },
    notifications: [{ id: name, account: { iban: account }, entries }],
  })
  return Buffer.from(bytes).toString('utf8')
}

/** A file of any length, a thousand entries in memory at a time. */
export function* piecesOf(plan: FilePlan, count: number): Generator<Uint8Array> {
  const first = messageOf(plan, 0, 1)
  yield Buffer.from(first.slice(0, first.indexOf('<Ntry>')))
  for (let from = 0; from < count; from += 1_000) {
    const part = messageOf(plan, from, Math.min(1_000, count - from))
    yield Buffer.from(part.slice(part.indexOf('<Ntry>'), part.lastIndexOf('</Ntry>') + 7))
  }
  yield Buffer.from(first.slice(first.lastIndexOf('</Ntry>') + 7))
}

export async function* inChunks(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) for (let at = 0; at < piece.length; at += 65_536) yield piece.subarray(at, at + 65_536)
}
