import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ObjectStore } from '../../contexts/kyc/index.ts'
import { randomKey } from '../../kit/ids.ts'
import { Unavailable } from '../../kit/problem.ts'

const keyShape = /^[\w-]+(\/[\w-]+)*$/

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code

/** Objects as files below a folder of this machine, readable by us alone. */
export function folderStore(folder: string): ObjectStore {
  const pathOf = (key: string): string => {
    if (!keyShape.test(key)) throw new Error(`not a key of an object: ${key}`)
    return join(folder, key)
  }
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      const draft = `${path}.${randomKey(8).toString('hex')}.draft`
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        // Whole or not at all, also after a crash: written aside, brought to the disk, then renamed, and the name too.
        const file = await open(draft, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined)
        throw new Unavailable(`the folder of files takes nothing: ${(error as Error).message}`, { cause: error })
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(key))
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
        throw new Unavailable(`the folder of files gives nothing: ${(error as Error).message}`, { cause: error })
      }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
  }
}

/** A rename survives a power cut when its folder is on the disk; some systems (Windows) cannot sync a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => undefined)
  try {
    await folder?.sync()
  } catch (error) {
    if (codeOf(error) !== 'EISDIR' && codeOf(error) !== 'EPERM' && codeOf(error) !== 'EINVAL') throw error
  } finally {
    await folder?.close()
  }
}
