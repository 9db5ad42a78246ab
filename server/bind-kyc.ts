import type { Config } from './config.ts'
import {
  type ExtraCheck,
  type FileLink,
  kycJobs,
  kycReactions,
  kycRoutes,
  type ObjectStore,
  openLink,
} from './contexts/kyc/index.ts'
import { bucketOf, filesFolder } from './kept-files.ts'
import type { Kernel } from './kit/kernel.ts'
import { localReader } from './rails/kyc-checks/adapter.ts'
import { magicReader } from './rails/kyc-checks/simulator/magic-reader.ts'
import { folderStore } from './rails/object-store/folder.ts'
import { s3Store } from './rails/object-store/s3.ts'

/** Verification with the checks that others make, and with where its files are kept and who reads them: what app.ts adds to its lists. */
export function bindKyc(kernel: Kernel, config: Config, extraChecks: readonly ExtraCheck[]) {
  const store = storeOf(config)
  const local = localReader()
  // The sandbox knows document numbers that stand for what could be seen; everything else is read as in production.
  const reader = config.MODE === 'sandbox' ? magicReader(local) : local
  return {
    reactions: kycReactions(kernel),
    handlers: kycRoutes({ store, reader }),
    files: { store, reader },
    openFileLink: (link: FileLink) => openLink(kernel, store, link),
    jobs: kycJobs(kernel, { store, reader, extraChecks }),
    stop: () => local.stop(),
  }
}

function storeOf(config: Config): ObjectStore {
  const bucket = bucketOf(config)
  return bucket === undefined ? folderStore(filesFolder(config)) : s3Store(bucket)
}
