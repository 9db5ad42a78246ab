import type { Bank } from '../../contexts/sepa/index.ts'
import { Unavailable } from '../../kit/problem.ts'
import { fetchListing, fetchMessage, postPayee, postReceipt, putInstant, putMessage } from './client.ts'
import { MalformedPayee, parsePayeeAnswer, writePayeeQuestion } from './payee-wire.ts'
import { type HostAddress, MalformedListing, parseDirectory, parseListing } from './wire.ts'

/** The bank by its host, for us with this BIC. `findHost` says where it is now: a setting, or in the sandbox where the simulated bank listens. */
export function hostBank(findHost: () => Promise<HostAddress | undefined>, bic: string): Bank {
  const host = async (): Promise<HostAddress> => {
    const found = await findHost()
    if (found === undefined) throw new Unavailable('the bank has no address')
    return found
  }
  return {
    async listArrivals() {
      return understood(parseListing, await fetchListing(await host(), '/mailbox'))
    },
    async *openArrival(id) {
      yield* fetchMessage(await host(), id)
    },
    async confirmArrival(id) {
      await postReceipt(await host(), id)
    },
    async sendMessage(name, bytes) {
      await putMessage(await host(), name, bytes)
    },
    async askInstant(name, bytes) {
      return putInstant(await host(), name, bytes)
    },
    async verifyPayee(question) {
      return understood(parsePayeeAnswer, await postPayee(await host(), writePayeeQuestion(question, bic)))
    },
    async listInstantBanks() {
      return understood(parseDirectory, await fetchListing(await host(), '/instant'))
    },
  }
}

/** What the bank answers and the format does not allow is no answer. */
function understood<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof MalformedListing || error instanceof MalformedPayee)
      throw new Unavailable(error.message, { cause: error })
    throw error
  }
}
