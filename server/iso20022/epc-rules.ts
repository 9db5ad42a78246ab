import { EPC_MAX_LENGTH, epcIdFault, isEpcText } from './charset.ts'

export interface EpcFault {
  /** Keys from the message down, joined by dots. */
  readonly path: string
  readonly reason: string
}

/** 999,999,999.99, the most that one SEPA credit transfer can carry. */
const MOST_UNITS = 99_999_999_999n

const ID_KEYS = new Set([
  'messageIdentification',
  'paymentInformationIdentification',
  'instructionId',
  'endToEndId',
  'transactionId',
  'returnId',
  'cancellationId',
  'statusRequestId',
])

/**
 * What the EPC's schemes have against a message that the schema allows: characters, lengths of names and identifications,
 * amounts other than 0.01 to 999,999,999.99 EUR, more than one remittance line. For what we send, before it is sent;
 * empty when there is nothing. Sums of a batch (`total…`) may be larger.
 */
export function epcFaults(message: unknown): EpcFault[] {
  const faults: EpcFault[] = []
  visit(message, [], faults)
  return faults
}

function visit(value: unknown, path: readonly string[], faults: EpcFault[]): void {
  const key = path.at(-1) ?? ''
  const add = (reason: string) => faults.push({ path: path.join('.'), reason })
  if (typeof value === 'string') {
    const fault = textFault(key, value)
    if (fault !== undefined) add(fault)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if ('units' in value && 'currency' in value) {
    if (value.currency !== 'EUR') add('not in EUR')
    else if (typeof value.units !== 'bigint' || value.units < 1n) add('below 0.01 EUR')
    else if (value.units > MOST_UNITS && !key.startsWith('total')) add('above 999,999,999.99 EUR')
    return
  }
  if (key === 'remittanceInformation') {
    const { unstructured, structured } = value as { unstructured?: unknown[]; structured?: unknown[] }
    if ((unstructured?.length ?? 0) + (structured?.length ?? 0) > 1) add('more than one remittance line')
  }
  for (const [name, inner] of Object.entries(value)) if (name !== 'unknown') visit(inner, [...path, name], faults)
}

function textFault(key: string, value: string): string | undefined {
  if (ID_KEYS.has(key)) return epcIdFault(value)
  if (!isEpcText(value)) return 'a character outside the EPC character set'
  if (key === 'name' && value.length > EPC_MAX_LENGTH.name) return `longer than ${EPC_MAX_LENGTH.name} characters`
  return undefined
}
