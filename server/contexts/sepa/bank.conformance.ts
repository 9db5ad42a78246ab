import { expect, test } from 'vitest'
import { Refused, Unavailable } from '../../kit/problem.ts'
import type { Bank } from './bank.ts'

/** A bank under test, and what is needed to make it act. */
export interface BankUnderTest {
  readonly bank: Bank
  /** Lets a message lie in the mailbox. */
  readonly deliver: () => Promise<void>
  /** A payment order that it takes, and another one; an instant payment that is accepted, under the name. */
  readonly orders: readonly [Uint8Array, Uint8Array]
  readonly instant: (name: string) => Promise<Uint8Array>
  /** The bank does not answer, until it is called again. */
  readonly fail: () => Promise<void>
  /** How often an order was carried out. */
  readonly countTaken: () => Promise<number>
}

async function bytesOf(message: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The promises of `Bank`, whoever keeps them. */
export function bankConformance(prepare: () => BankUnderTest): void {
  test('what arrives is listed until it is confirmed, under one name, and can be read again', async () => {
    const { bank, deliver } = prepare()
    await deliver()
    const [first] = await bank.listArrivals()
    expect((await bank.listArrivals()).map(({ id }) => id)).toContain(first?.id)
    const text = await bytesOf(bank.openArrival(first?.id ?? ''))
    expect(text).toContain('<Document')
    expect(await bytesOf(bank.openArrival(first?.id ?? ''))).toBe(text)
    await bank.confirmArrival(first?.id ?? '')
    await bank.confirmArrival(first?.id ?? '')
    expect((await bank.listArrivals()).map(({ id }) => id)).not.toContain(first?.id)
  })

  test('a message is taken once a name, however often it is sent; another one under its name is refused', async () => {
    const { bank, orders, countTaken } = prepare()
    const before = await countTaken()
    await bank.sendMessage('CONFORMANCE-1', orders[0])
    await bank.sendMessage('CONFORMANCE-1', orders[0])
    expect(await countTaken()).toBe(before + 1)
    await expect(bank.sendMessage('CONFORMANCE-1', orders[1])).rejects.toThrow(Refused)
  })

  test('what makes no sense is refused, for good', async () => {
    const { bank } = prepare()
    await expect(bank.sendMessage('CONFORMANCE-2', Buffer.from('<Document/>'))).rejects.toThrow(Refused)
    await expect(bank.askInstant('CONFORMANCE-3', Buffer.from('<Document/>'))).rejects.toThrow(Refused)
  })

  test('an instant payment is answered, the second time as the first', async () => {
    const { bank, instant } = prepare()
    const bytes = await instant('CONFORMANCE-4')
    const told = (answer: Uint8Array) => /<TxSts>(\w+)<\/TxSts>/.exec(Buffer.from(answer).toString('utf8'))?.[1]
    expect(told(await bank.askInstant('CONFORMANCE-4', bytes))).toBe('ACCP')
    expect(told(await bank.askInstant('CONFORMANCE-4', bytes))).toBe('ACCP')
  })

  test('it says whom it reaches, and what a name is to an IBAN', async () => {
    const { bank } = prepare()
    expect(await bank.listInstantBanks()).toContain('NL')
    expect(await bank.verifyPayee({ name: 'Anna Nowak', iban: 'NL91ABNA0417164300' })).toMatchObject({ match: 'MTCH' })
  })

  test('a bank that does not answer is Unavailable, whatever is asked', async () => {
    const { bank, orders, fail } = prepare()
    const calls: (() => Promise<unknown>)[] = [
      () => bank.listArrivals(),
      () => bank.confirmArrival('a'),
      () => bank.sendMessage('CONFORMANCE-5', orders[0]),
      () => bank.askInstant('CONFORMANCE-6', orders[0]),
      () => bank.listInstantBanks(),
      () => bank.verifyPayee({ name: 'A', iban: 'NL91ABNA0417164300' }),
    ]
    for (const call of calls) {
      await fail()
      await expect(call()).rejects.toThrow(Unavailable)
    }
  })
}
