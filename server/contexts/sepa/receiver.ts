import type { FieldFailure } from '@florin/contract/kernel/validation.ts'
import { EPC_MAX_LENGTH, toEpcText } from '../../iso20022/index.ts'
import { invalidField, Problem } from '../../kit/problem.ts'

/** Who is paid, as a partner says it in an open loop. */
export interface ReceiverFields {
  readonly receiverType?: 'NATURAL' | 'LEGAL' | undefined
  readonly receiverFirstName?: string | undefined
  readonly receiverLastName?: string | undefined
  readonly companyName?: string | undefined
}

export interface Receiver {
  /** In SEPA's characters. */
  readonly receiverName: string
  readonly receiverFirstName: string | null
  readonly receiverLastName: string | null
  readonly companyName: string | null
}

const names = ['receiverFirstName', 'receiverLastName', 'companyName'] as const

const refuse = (failures: readonly FieldFailure[]): void => {
  if (failures.length === 0) return
  const all = failures.map(({ path, message }) => ({ path, message: `${path} ${message}` }))
  throw new Problem('P403', all.map(({ message }) => message).join(', '), { failures: all })
}

/** In a closed loop nobody but the owner is paid, so naming somebody is refused: P403. */
export const refuseReceiver = (given: ReceiverFields): void =>
  refuse(
    (['receiverType', ...names] as const)
      .filter(path => given[path] !== undefined)
      .map(path => ({ path, message: 'must not be given: you pay to approved contacts only' })),
  )

/** Who is paid in an open loop. P403: a field is missing, does not go with the type, or cannot be sent. */
export function readReceiver(given: ReceiverFields): Receiver {
  const { receiverType } = given
  if (receiverType === undefined) throw invalidField('receiverType', 'should not be empty')
  const wanted: readonly string[] =
    receiverType === 'NATURAL' ? ['receiverFirstName', 'receiverLastName'] : ['companyName']
  refuse(
    names.flatMap(path => {
      if (wanted.includes(path)) return given[path] === undefined ? [{ path, message: 'should not be empty' }] : []
      return given[path] === undefined ? [] : [{ path, message: `must not be given for ${receiverType}` }]
    }),
  )
  const { receiverFirstName = null, receiverLastName = null, companyName = null } = given
  const [field, name] =
    companyName === null
      ? ['receiverLastName', `${receiverFirstName} ${receiverLastName}`]
      : ['companyName', companyName]
  const receiverName = sendable(field, name, EPC_MAX_LENGTH.name)
  return { receiverName, receiverFirstName, receiverLastName, companyName }
}

/** A text in SEPA's characters. P403: it has no such form, or is too long in it. */
export function sendable(field: string, text: string, maxLength: number): string {
  const sent = toEpcText(text, maxLength)
  if (!sent.ok) throw invalidField(field, `cannot be sent: ${sent.reason}`)
  return sent.text
}

/** A name that we did not choose, as far as SEPA can carry it. */
export function nearestName(text: string): string {
  const sent = toEpcText(text, Number.MAX_SAFE_INTEGER)
  return sent.ok ? sent.text.slice(0, EPC_MAX_LENGTH.name).trim() : 'NOTPROVIDED'
}
