import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ObjectStore } from './object-store.ts'

/** What every object store promises; `make` gives one that is empty or shared with nobody. */
export function objectStoreConformance(name: string, make: () => ObjectStore): void {
  const key = (): string => `partner/user/${randomBytes(8).toString('hex')}`

  test(`${name} gives back every byte that was put`, async () => {
    const store = make()
    for (const size of [0, 1, 65_537, 5_300_000]) {
      const [at, bytes] = [key(), randomBytes(size)]
      await store.put(at, bytes)
      expect((await store.get(at))?.equals(bytes)).toBe(true)
    }
  })

  test(`${name} replaces as a whole, and takes the same again`, async () => {
    const store = make()
    const at = key()
    await store.put(at, Buffer.from('the longer first one'))
    await store.put(at, Buffer.from('second'))
    await store.put(at, Buffer.from('second'))
    expect((await store.get(at))?.toString()).toBe('second')
  })

  test(`${name} removes one key alone, twice without complaint, and knows what is not there`, async () => {
    const store = make()
    const [gone, kept] = [key(), key()]
    await store.put(gone, Buffer.from('gone'))
    await store.put(kept, Buffer.from('kept'))
    await store.remove(gone)
    await store.remove(gone)
    expect(await store.get(gone)).toBeUndefined()
    expect((await store.get(kept))?.toString()).toBe('kept')
  })
}
