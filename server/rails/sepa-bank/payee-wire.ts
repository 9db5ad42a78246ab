import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { PayeeAnswer, PayeeQuestion } from '../../contexts/sepa/index.ts'

/*
 * Verification of Payee between payment service providers, in the form of the EPC's inter-PSP API (EPC103-24): REST, JSON,
 * elements named as in ISO 20022. POST /vop/v1/payee-verifications asks, with X-Request-ID (a UUID) and X-Request-Timestamp;
 * 200 answers, with the same id and X-Response-Timestamp. Names: 1 to 140 characters. Held against: docs/decisions/0060.
 */
export const payeePath = '/vop/v1/payee-verifications'

const request = z.object({
  // A name, or an identification (of an organisation: LEI, VAT number …), which we keep of nobody.
  party: z
    .object({ name: z.string().trim().min(1).max(140).optional(), identification: z.looseObject({}).optional() })
    .refine(party => party.name !== undefined || party.identification !== undefined, 'a name or an identification'),
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
    requestingAgent: { financialInstitutionId: { bicfi: requestingBic } },
  })

/** Undefined: it asks for an identification instead of a name. Throws `MalformedPayee`. */
export function parsePayeeQuestion(text: string): PayeeQuestion | undefined {
  const { party, partyAccount } = parse(text, request)
  return party.name === undefined ? undefined : { name: party.name, iban: partyAccount.iban }
}

/** The answer where an identification was asked for: we cannot say. */
export const noIdentification = JSON.stringify({ partyIdMatch: 'NOAP' })

/** An error in the form that participants publish: RFC 9457 with a code. */
export const writePayeeError = (status: number, code: string, detail: string): string =>
  JSON.stringify({ type: 'about:blank', code, title: STATUS_CODES[status] ?? code, status, detail })

export const writePayeeAnswer = ({ match, matchedName }: PayeeAnswer): string =>
  JSON.stringify({ partyNameMatch: match, ...(matchedName === null ? {} : { matchedName: matchedName.slice(0, 140) }) })

/** Throws `MalformedPayee`. */
export function parsePayeeAnswer(text: string): PayeeAnswer {
  const { partyNameMatch, matchedName } = parse(text, response)
  return { match: partyNameMatch, matchedName: matchedName ?? null }
}
