import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import type { Config } from './config.ts'

/** Where uploaded files lie: a bucket when all of its settings are there, else the folder. */
export const filesFolder = (config: Config): string => join(config.DATA_DIR, 'files')

export const bucketOf = (config: Config) => {
  const {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secret,
  } = config
  if (endpoint === undefined || bucket === undefined || accessKeyId === undefined || secret === undefined)
    return undefined
  return { endpoint, bucket, accessKeyId, secretAccessKey: secret.reveal(), region: config.S3_REGION }
}

/** How many files the database knows that are not in the folder; undefined with a bucket, which is not asked. */
export async function countLostFiles(sql: Pool, config: Config): Promise<number | undefined> {
  if (bucketOf(config) !== undefined) return undefined
  // The door of this context leads to readers of pictures, which a command needs not.
  const { storedKeys } = await import('./contexts/kyc/index.ts')
  let lost = 0
  for await (const key of storedKeys(sql)) if (!existsSync(join(filesFolder(config), key))) lost += 1
  return lost
}
