import { createHash } from 'node:crypto'
import type { OperatorRole } from '@florin/contract/kernel/endpoint.ts'
import { randomToken } from '../../kit/ids.ts'
import { invalidField } from '../../kit/problem.ts'
import type { Decision } from '../../kit/work/decision.ts'

/** A named person who acts for us. */
export interface Operator {
  readonly id: string
  readonly name: string
  readonly roles: readonly OperatorRole[]
  readonly tokenHash: Buffer
  readonly version: number
  readonly createdAt: Date
  readonly disabledAt: Date | undefined
}

/** 256 bits of chance; the prefix is for scanners that look for secrets where none should be. */
export const makeToken = (): string => `op_${randomToken()}`

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export const actorOf = ({ name }: Operator): string => `operator:${name}`

export function admitOperator(operator: Omit<Operator, 'version' | 'disabledAt'>): Decision<Operator> {
  const next: Operator = { ...operator, version: 1, disabledAt: undefined }
  const detail = { name: next.name, roles: next.roles }
  return { next, note: [{ action: 'operator.created', subject: next.id, detail }] }
}

/**
 * Undefined for one who is disabled already. `others`: the rest of those who may act. Throws P403 for the last admin:
 * nobody could make another one over the network.
 */
export function disable(operator: Operator, others: readonly Operator[], now: Date): Decision<Operator> | undefined {
  if (operator.disabledAt !== undefined) return undefined
  const isAdmin = ({ roles }: Operator) => roles.includes('admin')
  if (isAdmin(operator) && !others.some(isAdmin)) {
    throw invalidField('operatorId', 'is the last operator with the role admin: make another one first')
  }
  const next: Operator = { ...operator, disabledAt: now, version: operator.version + 1 }
  return { next, note: [{ action: 'operator.disabled', subject: next.id, detail: { name: next.name } }] }
}
