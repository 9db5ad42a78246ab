import type { KeyObject } from 'node:crypto'
import { resolve } from 'node:path'
import { BadConfig, type Config } from './config.ts'
import { findSigners, keyIdOf, lastBlock } from './contexts/ledger/index.ts'
import { hasSealingKey, knownSealingKeys, sealingKey } from './keys.ts'
import type { Kernel } from './kit/kernel.ts'

export interface Sealing {
  /** Signs what is sealed from now on. */
  readonly key: KeyObject
  /** Public halves of those that have signed. */
  readonly known: readonly KeyObject[]
  /** Ends when all blocks were looked at; never fails. */
  readonly looked: Promise<void>
}

/**
 * The keys of sealed history. A key is made for a history that begins; one that goes on with a key that is missing would
 * later look like one that somebody has written anew, so that is refused: BadConfig. Blocks that none of the keys has
 * signed are named in a warning, beside the start: all heads are read for it.
 */
export async function openSealing(kernel: Kernel, config: Config): Promise<Sealing> {
  const newest = await lastBlock(kernel.pool)
  if (newest !== undefined && !hasSealingKey(config)) {
    throw new BadConfig(
      `SEALING_KEY: the history of this database was last signed with key ${newest.keyId}, and there is neither the setting ` +
        `nor sealing.key in ${resolve(config.DATA_DIR)}. Put that file there, or set SEALING_KEY; all processes need the same. ` +
        'If it is lost for good, make another (openssl genpkey -algorithm ed25519): what the lost one signed cannot be verified any more.',
    )
  }
  const key = sealingKey(config)
  const known = knownSealingKeys(config)
  return { key, known, looked: nameUnknown(kernel, known, keyIdOf(key)) }
}

async function nameUnknown({ pool, log }: Kernel, known: readonly KeyObject[], present: string): Promise<void> {
  const ids = new Set(known.map(keyIdOf))
  try {
    for (const { keyId, first, last } of await findSigners(pool)) {
      if (ids.has(keyId)) continue
      log.warn(
        { keyId, first: String(first), last: String(last), present },
        `Sealed history from block ${first} to ${last} was signed with key ${keyId}, which is not given (the present one is ` +
          `${present}): verify will call it unknown. If it was ours, give it as FORMER_SEALING_KEYS; if SEALING_KEY or ` +
          'sealing.key was changed by mistake, put the old one back.',
      )
    }
  } catch (error) {
    log.warn({ err: error }, 'Who has signed sealed history could not be looked up')
  }
}
