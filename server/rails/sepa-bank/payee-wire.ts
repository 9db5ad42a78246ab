import { z } from 'zod'
import type { PayeeAnswer, PayeeQuestion } from '../../contexts/sepa/index.ts'

/*
 * Verification of Payee between payment service providers, in the form of the EPC's inter-PSP API: REST, JSON, elements
 * named as in ISO 20022. POST /vop/v1/payee-verifications asks; 200 answers. Names: 1 to 140 characters.
 */
export const payeePath = '/vop/v1/payee-verifications'

const request = z.object({
  party: z.object({ name: z.string().trim().min(1).max(140) }),
  partyAccount: z.object({ iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/) }),
})

const response = z.object({
  partyNameMatch: z.enum(['MTCH', 'CMTC', 'NMTC', 'NOAP']),
  matchedName: z.string().min(1).max(140).optional(),
})

/** Somebody asks or answers in another form. */
export class MalformedPayee extends Error {
  override readonly name = 'MalformedPayee'
}

function parse<T>(text: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new MalformedPayee('no JSON')
  }
  const result = schema.safeParse(json)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new MalformedPayee(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  return result.data
}

export const writePayeeQuestion = ({ name, iban }: PayeeQuestion, requestingBic: string): string =>
  JSON.stringify({
    party: { name },
    partyAccount: { iban },
    requestingAgent: { financialInstitutionIdentification: { bicfi: requestingBic } },
  })

/** Throws `MalformedPayee`. */
export function parsePayeeQuestion(text: string): PayeeQuestion {
  const { party, partyAccount } = parse(text, request)
  return { name: party.name, iban: partyAccount.iban }
}

export const writePayeeAnswer = ({ match, matchedName }: PayeeAnswer): string =>
  JSON.stringify({ partyNameMatch: match, ...(matchedName === null ? {} : { matchedName: matchedName.slice(0, 140) }) })

/** Throws `MalformedPayee`. */
export function parsePayeeAnswer(text: string): PayeeAnswer {
  const { partyNameMatch, matchedName } = parse(text, response)
  return { match: partyNameMatch, matchedName: matchedName ?? null }
}
