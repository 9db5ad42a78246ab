import type { Sql } from '../../kit/sql.ts'
import type { Store } from '../../kit/work/decision.ts'
import type { Outcome, RiskLevel } from './ruleset.ts'

/** A row of `kyc.check`: never changed. */
export interface CheckRow {
  readonly partnerId: string
  readonly id: string
  /** The case, or the proof of address. */
  readonly subjectId: string
  readonly runId: string
  readonly name: string
  readonly outcome: Outcome
  readonly reasons: readonly string[]
  readonly risk: RiskLevel
  readonly rulesVersion: string
  readonly sealedEvidence: Buffer
  readonly checkedAt: Date
}

export const checkStore: Store<CheckRow> = {
  async save({ sql }, check) {
    await sql.query(
      `insert into kyc."check" (partner_id, id, subject_id, run_id, name, outcome, reasons, risk, rules_version,
         sealed_evidence, checked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        check.partnerId,
        check.id,
        check.subjectId,
        check.runId,
        check.name,
        check.outcome,
        check.reasons,
        check.risk,
        check.rulesVersion,
        check.sealedEvidence,
        check.checkedAt,
      ],
    )
  },
}

/** When the verifications of a user were last checked; undefined: never. */
export async function findLastCheckOf(sql: Sql, partnerId: string, userId: string): Promise<Date | undefined> {
  const { rows } = await sql.query<{ at: Date | null }>(
    `select max(c.checked_at) as at from kyc."check" c join kyc."case" k on k.partner_id = c.partner_id and k.id = c.subject_id
     where k.partner_id = $1 and k.user_id = $2`,
    [partnerId, userId],
  )
  return rows[0]?.at ?? undefined
}

/** All checks of all runs over a case or a proof of address, oldest first. */
export async function findChecks(sql: Sql, partnerId: string, subjectId: string): Promise<CheckRow[]> {
  const { rows } = await sql.query<CheckRow>(
    `select partner_id as "partnerId", id, subject_id as "subjectId", run_id as "runId", name, outcome, reasons, risk,
       rules_version as "rulesVersion", sealed_evidence as "sealedEvidence", checked_at as "checkedAt"
     from kyc."check" where partner_id = $1 and subject_id = $2 order by id`,
    [partnerId, subjectId],
  )
  return rows
}
