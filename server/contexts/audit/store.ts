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
  const conditions: string[] = []
  const values: unknown[] = [page.limit]
  const where = (condition: string, value: unknown): void => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition.replace('?', `$${values.length}`))
  }
  // Only what is asked for stands in the text, so that the index of the narrowest condition is taken.
  where('partner_id = ?', filter.partnerId)
  where('actor = ?', filter.actor)
  where('subject = ?', filter.subject)
  where('at >= ?', filter.from)
  where('at < ?', filter.to)
  where('id < ?', page.before)
  const { rows } = await sql.query<AuditRecord>(
    `select id, partner_id as "partnerId", at, actor, action, subject, reason, request_id as "requestId" from audit.record
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by id desc limit $1`,
    values,
  )
  return rows
}
