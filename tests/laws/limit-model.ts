import { uuidv7 } from '../../server/kit/ids.ts'
import type { Sql } from '../../server/kit/sql.ts'
import type { LimitUse } from '../../server/kit/work/decision.ts'

/*
 * A model of the limits for the walk on the ledger: what is used, by owner and operation. The walk takes less than the
 * twelve hours to the next midnight of its partner, so that the day and the month are one window.
 */

export type Use = LimitUse

export interface LimitModel {
  /** `<owner> <operation>` → cents. */
  readonly used: Map<string, bigint>
}

const caps = {
  TRANSFER: { TRANSACTION: 950n, DAY: 9_000n, MONTH: 12_000n },
  DEPOSIT: { TRANSACTION: 980n, DAY: 30_000n, MONTH: 25_000n },
} as const

type Operation = keyof typeof caps

/** The time zone in which it is noon. */
function noonZone(now: Date): string {
  const offset = 12 - now.getUTCHours()
  return `Etc/GMT${offset >= 0 ? '-' : '+'}${Math.abs(offset)}`
}

/** The partner of the walk with its own caps. */
export async function agreeCaps(sql: Sql, partnerId: string, now: Date): Promise<LimitModel> {
  await sql.query(
    `insert into partners.partner (id, name, model, state, settings, data_key_id, version, created_at)
     values ($1, 'walk', 'kyc', 'active', jsonb_build_object('timeZone', $2::text), gen_random_uuid(), 1, $3)`,
    [partnerId, noonZone(now), now],
  )
  for (const [operation, periods] of Object.entries(caps)) {
    for (const [period, cents] of Object.entries(periods)) {
      await sql.query(
        `insert into limits.cap (partner_id, id, tier, operation, period, cents, valid_from, created_at)
         values ($1, $2, 'STANDARD', $3, $4, $5, '1970-01-01Z', $6)`,
        [partnerId, uuidv7(now), operation, period, cents, now],
      )
    }
  }
  return { used: new Map() }
}

/** None, or a use an owner: the first sends, the second is paid; now and then one gives back what was taken just now, or long ago. */
export function drawUses(
  random: (below: number) => number,
  ownerIds: readonly string[],
  units: bigint,
): readonly Use[] {
  if (random(3) === 0) return []
  return ownerIds.map((ownerId, index) => {
    const operation: Operation = index === 0 && ownerIds.length === 2 ? 'TRANSFER' : 'DEPOSIT'
    if (random(6) > 0) return { ownerId, operation, eurCents: units }
    const takenAt = random(3) === 0 ? new Date(Date.now() - 70 * 86_400_000) : new Date()
    return { ownerId, operation, eurCents: -units, takenAt }
  })
}

/** Takes all of an item's uses or none; the verdict where one does not fit. */
export function takeOfModel({ used }: LimitModel, uses: readonly Use[]): string | undefined {
  const before = new Map(used)
  for (const { ownerId, operation, eurCents, takenAt } of uses) {
    const name = `${ownerId} ${operation}`
    const soFar = used.get(name) ?? 0n
    const isOver = takenAt !== undefined && Date.now() - takenAt.getTime() > 86_400_000
    const breach = eurCents < 0n ? undefined : breachOf(operation as Operation, soFar, eurCents)
    if (breach !== undefined) {
      used.clear()
      for (const [key, cents] of before) used.set(key, cents)
      return breach
    }
    const next = isOver ? soFar : soFar + eurCents
    used.set(name, next > 0n ? next : 0n)
  }
  return undefined
}

function breachOf(operation: Operation, used: bigint, cents: bigint): string | undefined {
  const { TRANSACTION, DAY, MONTH } = caps[operation]
  if (cents > TRANSACTION) return `limit-exceeded ${operation} TRANSACTION ${TRANSACTION} 0`
  if (used + cents > DAY) return `limit-exceeded ${operation} DAY ${DAY} ${used}`
  return used + cents > MONTH ? `limit-exceeded ${operation} MONTH ${MONTH} ${used}` : undefined
}

/** A verdict of the database in the words of the model. */
export function limitWord(verdict: string): string {
  if (!verdict.startsWith('limit-exceeded ')) return verdict
  const { operation, limit } = JSON.parse(verdict.slice('limit-exceeded '.length)) as {
    operation: string
    limit: { period: string; cap: string; used: string }
  }
  return `limit-exceeded ${operation} ${limit.period} ${limit.cap} ${limit.used}`
}
