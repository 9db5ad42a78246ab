import type { PayeeAnswer, PayeeQuestion } from './payee-check.ts'

/** A message that the bank has for us. */
export interface Arrival {
  /** The bank's own name of it, the same as long as it is not confirmed. */
  readonly id: string
}

/**
 * The bank that keeps our account, as it serves machines: it lays messages down to be fetched, and keeps them until we say
 * that we have them; it takes messages of ours. Every method throws `Unavailable` when the bank does not answer as
 * agreed; nothing is lost then.
 */
export interface Bank {
  /** What is there and not confirmed yet, oldest first as far as the bank keeps order. May be repeated. Within 10 s. */
  listArrivals(): Promise<readonly Arrival[]>
  /** The message's bytes, of any length. May be repeated. Throws before the end when they break off. */
  openArrival(id: string): AsyncIterable<Uint8Array>
  /** We have it: it is not listed again. May be repeated; an unknown outcome does no harm. Within 10 s. */
  confirmArrival(id: string): Promise<void>
  /**
   * Hands over a message of ours under our name of it (letters, digits and dashes, at most 35). May be repeated, also after
   * an unknown outcome: the bank keeps one of each name. Throws `Refused` when it does not take it, for good. Within 30 s.
   */
  sendMessage(name: string, bytes: Uint8Array): Promise<void>
  /**
   * Hands over an instant payment (pacs.008) or a question about one (pacs.028) under our name of it, and waits for the answer
   * (pacs.002), within 10 s. Throws `Unavailable` without an answer: whether the bank has acted is not known then. Of a payment the
   * bank keeps one of each name, and answers the second with what became of the first. Throws `Refused` when it does not take it.
   */
  askInstant(name: string, bytes: Uint8Array): Promise<Uint8Array>
  /** Asks the receiver's bank whether the name is the account holder's. May be repeated. Within 5 s (EPC: answers take one). */
  verifyPayee(question: PayeeQuestion): Promise<PayeeAnswer>
  /** Whom it reaches by SCT Inst: beginnings of country and bank code (`NL`, `FR30006`). May be repeated. Within 10 s. */
  listInstantBanks(): Promise<readonly string[]>
}
