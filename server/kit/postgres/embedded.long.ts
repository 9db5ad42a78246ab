import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childrenOf } from '../../../tests/harness/children.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { judgeCopy, startWriters, WRITTEN_TABLES } from '../../../tests/harness/writers.ts'
import { connect } from './connect.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { makeScratchFolder } from './scratch.ts'

const ROUNDS = 50
const log = { ...quietLog, warn: () => undefined, error: () => undefined }

let folder: string
let server: Embedded
beforeAll(async () => {
  folder = makeScratchFolder()
  server = await startEmbedded({ dataDir: folder, log })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

// The server's main process, or one that it started: kill -9 of one of these makes it restart itself.
test.runIf(process.platform === 'linux')(
  'kill -9 of the server, or of one of its processes, at any moment under load loses nothing and doubles nothing',
  async () => {
    const pool = connect({ url: server.ownerUrl, applicationName: 'crash', log, maxConnections: 8 })
    await pool.query(WRITTEN_TABLES)
    const { acknowledged, stop } = startWriters(pool, 8, { keepOn: true })
    for (let round = 1; round <= ROUNDS; round++) {
      const enough = acknowledged.length + ((round * 37) % 200) + 1
      await expect.poll(() => acknowledged.length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(enough)
      const pid = server.pid()
      if (pid === undefined) continue
      const children = childrenOf(pid)
      const victim = round % 3 === 0 ? children[round % children.length] : pid
      process.kill(victim ?? pid, 'SIGKILL')
    }
    const enough = acknowledged.length + 100
    await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(enough)
    await stop()
    // `n` is unique, so a doubled one would have failed; what was not acknowledged may be there or not.
    expect(await judgeCopy(pool, acknowledged)).toEqual({ missing: [], torn: 0 })
    await pool.end()
  },
)
