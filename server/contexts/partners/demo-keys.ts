import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeKey } from './api-key.ts'

const schema = z.record(z.string(), z.string())
const ownerOnly = 0o600

/**
 * The made keys of the seeded partners, kept in the clear in the sandbox's folder, because the database has hashes
 * only and the second start shall print the same keys as the first.
 */
export class DemoKeys {
  readonly #dataDir: string

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  /** The key kept under the name; made and kept if there is none, or if it is one of `unusable`. */
  async keep(name: string, isUsable: (key: string) => Promise<boolean>): Promise<string> {
    const keys = await this.#read()
    const kept = keys[name]
    if (kept !== undefined && (await isUsable(kept))) return kept
    const key = makeKey('sandbox')
    await this.#write({ ...keys, [name]: key })
    return key
  }

  get #file(): string {
    return join(this.#dataDir, 'demo-keys.json')
  }

  async #read(): Promise<Record<string, string>> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#file, 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw new Error(`${this.#file} is not readable: repair it, or delete it to have new keys made`, { cause: error })
    }
  }

  async #write(keys: Record<string, string>): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true })
    const fresh = `${this.#file}.new`
    await writeFile(fresh, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: ownerOnly })
    await rename(fresh, this.#file)
  }
}
