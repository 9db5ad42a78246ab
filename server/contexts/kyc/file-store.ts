import { NIL_ID } from '../../kit/ids.ts'
import type { Sql } from '../../kit/sql.ts'
import { StaleRow, type Store } from '../../kit/work/decision.ts'
import type { KycFile } from './kyc-file.ts'

const columns = `partner_id as "partnerId", id, user_id as "userId", part, poa_id as "poaId", media_type as "mediaType",
  size_bytes as "sizeBytes", pages, width, height, content_index as "contentIndex", object_key as "objectKey",
  data_key_id as "dataKeyId", created_at as "createdAt", delete_after as "deleteAfter", erased_at as "erasedAt", version`

export const fileStore: Store<KycFile> = {
  async save({ sql }, file) {
    const { rowCount } =
      file.version === 1
        ? await sql.query(
            `insert into kyc.file (partner_id, id, user_id, part, poa_id, media_type, size_bytes, pages, width, height,
               content_index, object_key, data_key_id, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
            [
              file.partnerId,
              file.id,
              file.userId,
              file.part,
              file.poaId,
              file.mediaType,
              file.sizeBytes,
              file.pages,
              file.width,
              file.height,
              file.contentIndex,
              file.objectKey,
              file.dataKeyId,
              file.createdAt,
              file.version,
            ],
          )
        : await sql.query(
            `update kyc.file set delete_after = $3, erased_at = $4, version = $5
             where partner_id = $1 and id = $2 and version = $5 - 1`,
            [file.partnerId, file.id, file.deleteAfter, file.erasedAt, file.version],
          )
    if (rowCount !== 1) throw new StaleRow(`kyc file ${file.id}`)
  },
}

const many = async (sql: Sql, rest: string, values: readonly unknown[]): Promise<KycFile[]> =>
  (await sql.query<KycFile>(`select ${columns} from kyc.file where ${rest}`, values)).rows

/** All files of a user, oldest first. */
export const findFiles = (sql: Sql, partnerId: string, userId: string): Promise<KycFile[]> =>
  many(sql, 'partner_id = $1 and user_id = $2 order by id', [partnerId, userId])

/** A file of any partner, for the operator. */
export const findFile = async (sql: Sql, fileId: string): Promise<KycFile | undefined> =>
  (await many(sql, 'id = $1', [fileId]))[0]

/** Files of all partners whose time has come, some at a time. */
export const findDueFiles = (sql: Sql, now: Date, limit: number): Promise<KycFile[]> =>
  many(sql, 'delete_after <= $1 and erased_at is null order by delete_after limit $2', [now, limit])

const keysAtOnce = 1_000

/** Under which keys the store must have something: of every file of all partners that is not erased. */
export async function* storedKeys(sql: Sql): AsyncGenerator<string> {
  for (let last = { partnerId: NIL_ID, id: NIL_ID }; ; ) {
    const { rows } = await sql.query<{ partnerId: string; id: string; objectKey: string; isErased: boolean }>(
      `select partner_id as "partnerId", id, object_key as "objectKey", erased_at is not null as "isErased"
       from kyc.file where (partner_id, id) > ($1, $2) order by partner_id, id limit $3`,
      [last.partnerId, last.id, keysAtOnce],
    )
    for (const { objectKey, isErased } of rows) if (!isErased) yield objectKey
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}

/** How many of these files were sent for other users of the partner as well. */
export async function countSameFiles(
  sql: Sql,
  partnerId: string,
  userId: string,
  files: readonly KycFile[],
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(distinct content_index)::int as count from kyc.file
     where partner_id = $1 and content_index = any ($2) and user_id <> $3`,
    [partnerId, files.map(({ contentIndex }) => contentIndex), userId],
  )
  return rows[0]?.count ?? 0
}
