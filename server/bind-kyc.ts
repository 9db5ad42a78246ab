import { join } from 'node:path'
import type { Config } from './config.ts'
import {
  eraseFilesJob,
  type FileLink,
  kycReactions,
  kycRoutes,
  type ObjectStore,
  openLink,
} from './contexts/kyc/index.ts'
import type { Kernel } from './kit/kernel.ts'
import { localReader } from './rails/kyc-checks/adapter.ts'
import { folderStore } from './rails/object-store/folder.ts'
import { s3Store } from './rails/object-store/s3.ts'

/** Verification with where its files are kept and who reads them: what app.ts adds to its lists. */
export function bindKyc(kernel: Kernel, config: Config) {
  const store = storeOf(config)
  const reader = localReader()
  return {
    reactions: kycReactions(kernel),
    handlers: kycRoutes({ store, reader }),
    files: { store, reader },
    openFileLink: (link: FileLink) => openLink(kernel, store, link),
    jobs: [eraseFilesJob(kernel, store)],
    stop: () => reader.stop(),
  }
}

function storeOf(config: Config): ObjectStore {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = config
  if (endpoint === undefined || bucket === undefined || id === undefined || secret === undefined)
    return folderStore(join(config.DATA_DIR, 'files'))
  return s3Store({ endpoint, region: config.S3_REGION, bucket, accessKeyId: id, secretAccessKey: secret.reveal() })
}
