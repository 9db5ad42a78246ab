import { type Client, createClient, eachItem } from '@florin/sdk/index.ts'
import { createOperatorClient, type OperatorClient } from '@florin/sdk/operator.ts'
import type { Settings } from './config.ts'
import { Misuse } from './failure.ts'
import type { Output } from './output.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One run of the command: the settings in force, the servers, and where to write. */
export interface Session {
  readonly settings: Settings
  readonly output: Output
  /** The operator's calls. Throws Misuse without a token. */
  readonly operator: () => OperatorClient
  /** A partner's calls. Throws Misuse without a key. */
  readonly partner: () => Client
}

// A person waits: one more try, then the truth.
const retriesMax = 1

export function openSession(settings: Settings, output: Output): Session {
  return {
    settings,
    output,
    operator: () => {
      const { operatorUrl: baseUrl, operatorToken: token } = settings
      if (token === undefined) {
        throw new Misuse(
          'no operator token: set FLORIN_OPERATOR_TOKEN, or make an operator with florin operator create',
        )
      }
      return createOperatorClient({ baseUrl, token, retriesMax })
    },
    partner: () => {
      const { url: baseUrl, apiKey } = settings
      if (apiKey === undefined) throw new Misuse('no API key: set FLORIN_API_KEY or give --api-key')
      return createClient({ baseUrl, apiKey, retriesMax })
    },
  }
}

/** The first `limit` items of a list, over as many pages as that takes. */
export async function take<Page extends { readonly nextCursor: string | null }>(
  limit: number,
  readPage: (query: { readonly cursor?: string | undefined; readonly limit: number }) => Promise<Page>,
) {
  const items = []
  for await (const item of eachItem(query => readPage({ ...query, limit: Math.min(limit, 200) }))) {
    items.push(item)
    if (items.length >= limit) break
  }
  return items
}

/** The id of a partner that was given by its id or its name. */
export async function partnerIdOf(operator: OperatorClient, given: string): Promise<string> {
  if (uuid.test(given)) return given
  const found: string[] = []
  for await (const { partnerId, name } of eachItem(query => operator.partners.listPartners(query))) {
    if (name === given) found.push(partnerId)
  }
  const [id, ...others] = found
  if (id === undefined) throw new Misuse(`there is no partner "${given}": florin partner list shows them`)
  if (others.length > 0) throw new Misuse(`several partners are called "${given}": give the id (${found.join(', ')})`)
  return id
}

/** The id of a user that was given by its id or its externalUserId. */
export async function userIdOf(operator: OperatorClient, partnerId: string, given: string): Promise<string> {
  const { users } = await operator.users.searchUsers(partnerId, { externalUserId: given })
  const [user] = users
  if (user !== undefined) return user.userId
  if (uuid.test(given)) return given
  throw new Misuse(`the partner has no user "${given}"`)
}
