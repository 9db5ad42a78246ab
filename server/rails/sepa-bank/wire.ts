import { z } from 'zod'

/*
 * How the bank's host speaks, in the manner of EBICS downloads: a list of what is there, the bytes of one, and a receipt
 * after which it is not listed any more. What we send is laid down under our own name of it.
 *   GET  /mailbox                 { "messages": [{ "id": "…" }] }, oldest first
 *   GET  /mailbox/{id}            the message, application/xml
 *   POST /mailbox/{id}/receipt    204
 *   PUT  /instant/{name}          200 and the answer, application/xml, within 10 s; refusals as below
 *   GET  /instant                 { "banks": ["NL", "FR30006"] }: whom SCT Inst reaches, by beginnings of country and bank code
 *   PUT  /inbox/{name}            204, also for the same message again; 400, 409, 413, 415 or 422: never
 * All with `Authorization: Bearer <token>`. Ids are letters, digits, `-`, `_` and `.`.
 */

/** Where a bank's host is. */
export interface HostAddress {
  readonly url: string
  readonly token: string
}

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)

/** Answers after which sending the same message again is of no use. */
export const isRefusal = (status: number): boolean => [400, 409, 413, 415, 422].includes(status)

/** More than this at once are listed the next time. */
const messagesMax = 1_000

const listing = z.object({ messages: z.array(z.object({ id })).max(messagesMax) })

const directory = z.object({ banks: z.array(z.string().regex(/^[A-Z]{2}[A-Z0-9]{0,28}$/)).max(20_000) })

/** The bank's host answers something that the format does not allow. */
export class MalformedListing extends Error {
  override readonly name = 'MalformedListing'
}

/** Throws `MalformedListing`. */
export const parseListing = (text: string): readonly { readonly id: string }[] => parse(text, listing).messages

/** Throws `MalformedListing`. */
export const parseDirectory = (text: string): readonly string[] => parse(text, directory).banks

function parse<T>(text: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new MalformedListing('the list is no JSON')
  }
  const result = schema.safeParse(json)
  if (!result.success) throw new MalformedListing(`the list is malformed: ${result.error.issues[0]?.message ?? ''}`)
  return result.data
}
