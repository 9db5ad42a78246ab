import { Conditions } from '../../kit/postgres/conditions.ts'
import type { Sql } from '../../kit/sql.ts'

export interface AuditRecord {
  readonly id: string
  readonly partnerId: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly reason: string | null
  readonly requestId: string | null
}

/** Each given condition must hold. `from` is included, `to` is not. */
export interface AuditFilter {
  readonly partnerId?: string | undefined
  readonly actor?: string | undefined
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** Newest first. */
export async function listRecords(
  sql: Sql,
  filter: AuditFilter,
  page: { limit: number; before: string | undefined },
): Promise<AuditRecord[]> {
  const where = new Conditions()
    .add('partner_id =', filter.partnerId)
    .add('actor =', filter.actor)
    .add('subject =', filter.subject)
    .add('at >=', filter.from)
    .add('at <', filter.to)
    .add('id <', page.before)
  const { rows } = await sql.query<AuditRecord>(
    `select id, partner_id as "partnerId", at, actor, action, subject, reason, request_id as "requestId" from audit.record
     where ${where.text} order by id desc limit ${where.place(page.limit)}`,
    where.values,
  )
  return rows
}
