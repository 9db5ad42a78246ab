import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { HostedVerification } from './verification.ts'

const columns = `partner_id as "partnerId", id, user_id as "userId", external_user_id as "externalUserId", state,
  token_hash as "tokenHash", locale, success_url as "successUrl", error_url as "errorUrl", consented_at as "consentedAt",
  document_type as "documentType", sealed_document as "sealedDocument", data_key_id as "dataKeyId", parts, uploads, challenge_id as "challengeId",
  challenge_poses as "challengePoses", challenge_until as "challengeUntil", challenged_at as "challengedAt",
  created_at as "createdAt", opened_at as "openedAt", submitted_at as "submittedAt", expires_at as "expiresAt", version`

export const verificationStore: Store<HostedVerification> = {
  async save({ sql }, next) {
    const { rowCount } =
      next.version === 1
        ? await sql.query(
            `insert into hosted.verification (partner_id, id, user_id, external_user_id, state, locale, success_url, error_url,
               data_key_id, created_at, expires_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) on conflict do nothing`,
            [
              next.partnerId,
              next.id,
              next.userId,
              next.externalUserId,
              next.state,
              next.locale,
              next.successUrl,
              next.errorUrl,
              next.dataKeyId,
              next.createdAt,
              next.expiresAt,
            ],
          )
        : await sql.query(
            `update hosted.verification set state = $3, token_hash = $4, consented_at = $5, document_type = $6, sealed_document = $7,
               parts = $8, uploads = $9, opened_at = $10, submitted_at = $11, version = $12,
               challenge_id = $13, challenge_poses = $14, challenge_until = $15, challenged_at = $16
             where partner_id = $1 and id = $2 and version = $12 - 1`,
            [
              next.partnerId,
              next.id,
              next.state,
              next.tokenHash,
              next.consentedAt,
              next.documentType,
              next.sealedDocument,
              next.parts,
              next.uploads,
              next.openedAt,
              next.submittedAt,
              next.version,
              next.challengeId,
              next.challengePoses,
              next.challengeUntil,
              next.challengedAt,
            ],
          )
    // A new link that is not inserted: somebody else has just made one for this user.
    if (rowCount !== 1) throw new StaleRow(`hosted verification ${next.id}`)
  },
}

async function one(sql: Sql, rest: string, values: readonly unknown[]): Promise<HostedVerification | undefined> {
  const { rows } = await sql.query<HostedVerification>(
    `select ${columns} from hosted.verification where ${rest}`,
    values,
  )
  return rows[0]
}

/** Of any partner: whoever knows the id was given the link. */
export const findVerification = (sql: Sql, id: string): Promise<HostedVerification | undefined> =>
  one(sql, 'id = $1', [id])

export const findVerificationByToken = (sql: Sql, tokenHash: Buffer): Promise<HostedVerification | undefined> =>
  one(sql, 'token_hash = $1', [tokenHash])

/** The link of a user that leads somewhere, unless it has expired. */
export const findLivingVerification = (
  sql: Sql,
  partnerId: string,
  userId: string,
): Promise<HostedVerification | undefined> =>
  one(sql, `partner_id = $1 and user_id = $2 and state in ('CREATED', 'OPEN')`, [partnerId, userId])

/** Every link that a user was given, oldest first. */
export async function findVerificationsOf(sql: Sql, partnerId: string, userId: string): Promise<HostedVerification[]> {
  const { rows } = await sql.query<HostedVerification>(
    `select ${columns} from hosted.verification where partner_id = $1 and user_id = $2 order by created_at, id`,
    [partnerId, userId],
  )
  return rows
}

/** What a partner has said of how its pages look; null where it has said nothing. */
export interface BrandingRow {
  readonly displayName: string | null
  readonly accentColour: string | null
  readonly logo: string | null
}

export async function findBranding(sql: Sql, partnerId: string): Promise<BrandingRow | undefined> {
  const { rows } = await sql.query<BrandingRow>(
    'select display_name as "displayName", accent_colour as "accentColour", logo from hosted.branding where partner_id = $1',
    [partnerId],
  )
  return rows[0]
}

export async function writeBranding(sql: Sql, partnerId: string, row: BrandingRow, now: Date): Promise<void> {
  await sql.query(
    `insert into hosted.branding (partner_id, display_name, accent_colour, logo, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (partner_id) do update set display_name = $2, accent_colour = $3, logo = $4, updated_at = $5`,
    [partnerId, row.displayName, row.accentColour, row.logo, now],
  )
}
