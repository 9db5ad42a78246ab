import type { Bank } from '../../contexts/sepa/index.ts'
import { Unavailable } from '../../kit/problem.ts'
import { fetchListing, fetchMessage, postReceipt, putMessage } from './client.ts'
import { type HostAddress, MalformedListing, parseListing } from './wire.ts'

/** The bank by its host. `findHost` says where it is now: a setting, or in the sandbox where the simulated bank listens. */
export function hostBank(findHost: () => Promise<HostAddress | undefined>): Bank {
  const host = async (): Promise<HostAddress> => {
    const found = await findHost()
    if (found === undefined) throw new Unavailable('the bank has no address')
    return found
  }
  return {
    async listArrivals() {
      const text = await fetchListing(await host())
      try {
        return parseListing(text)
      } catch (error) {
        if (error instanceof MalformedListing) throw new Unavailable(error.message, { cause: error })
        throw error
      }
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
  }
}
