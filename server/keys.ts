import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadConfig, type Config, masterKeyRule, sealingKeyRule } from './config.ts'
import { randomKey } from './kit/ids.ts'
import type { MasterKeys } from './kit/vault.ts'
import { masterKeyIn, sealedByIn, sealingKeyIn } from './setting-rules.ts'

/**
 * The content of a file of ours in DATA_DIR, made once with mode 0600. The first of several processes wins. It is
 * written in full under another name and then linked: whoever sees the name, also after a crash, sees all of it.
 */
function keptFile(dataDir: string, name: string, make: () => string): string {
  const path = join(dataDir, name)
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    const draft = `${path}.${randomKey(8).toString('hex')}`
    try {
      writeFileSync(draft, make(), { mode: 0o600, flag: 'wx', flush: true })
      linkSync(draft, path)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return readFileSync(path, 'utf8').trim()
}

/** What a setting or our file should be; its rule was checked where it was a setting. */
function known<T>(value: T | undefined, name: string, rule: string): T {
  if (value === undefined) throw new BadConfig(`${name}: ${rule}`)
  return value
}

/** The master keys from the settings, or one made once in DATA_DIR. */
export function masterKeys(config: Config): MasterKeys {
  const text =
    config.MASTER_KEY?.reveal() ?? keptFile(config.DATA_DIR, 'master.key', () => randomKey(32).toString('base64'))
  return {
    current: known(masterKeyIn(text), 'MASTER_KEY', masterKeyRule),
    former: config.FORMER_MASTER_KEYS.flatMap(key => masterKeyIn(key) ?? []),
  }
}

const sealingFile = 'sealing.key'

/** Whether there is a sealing key, by setting or file; else `sealingKey` makes one. */
export const hasSealingKey = (config: Config): boolean =>
  config.SEALING_KEY !== undefined || existsSync(join(config.DATA_DIR, sealingFile))

/** The Ed25519 key that signs sealed history: kept outside the database, so that who rewrites the one lacks the other. */
export function sealingKey(config: Config): KeyObject {
  const pem =
    config.SEALING_KEY?.reveal() ??
    keptFile(config.DATA_DIR, sealingFile, () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    )
  return known(sealingKeyIn(pem), 'SEALING_KEY', sealingKeyRule)
}

/** Public halves of the present sealing key and of the former ones. Makes none: who verifies must not. */
export function knownSealingKeys(config: Config): KeyObject[] {
  const present = hasSealingKey(config) ? [createPublicKey(sealingKey(config))] : []
  return [...present, ...config.FORMER_SEALING_KEYS.flatMap(pem => sealedByIn(pem) ?? [])]
}
