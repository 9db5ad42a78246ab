import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/harness/database.ts'
import { quietLog } from '../../../tests/harness/test-server.ts'
import { connectionConfig } from './connect.ts'
import { Listener } from './listener.ts'

let db: TestDatabase
let listener: Listener
const silentLog = { ...quietLog, warn: () => undefined }
beforeEach(async () => {
  db = await createTestDatabase({ empty: true })
  const connection = connectionConfig({ url: db.appUrl, applicationName: 'ears', log: quietLog })
  listener = await Listener.start({ connection, log: silentLog, retryMinMs: 5 })
})
afterEach(async () => {
  await listener.close()
  await db.drop()
})

const notify = (channel: string, payload: string) => db.pool.query('select pg_notify($1, $2)', [channel, payload])

test('what is notified after listen() resolved is heard, by every ear of that channel alone', async () => {
  const first: unknown[] = []
  const second: unknown[] = []
  await listener.listen('jobs', payload => first.push(payload))
  const stop = await listener.listen('jobs', payload => second.push(payload))
  await listener.listen('Other channel', payload => first.push(`other ${payload}`))
  await notify('jobs', 'a')
  await notify('Other channel', 'b')
  await expect.poll(() => first).toEqual(['a', 'other b'])
  expect(second).toEqual(['a'])
  stop()
  await notify('jobs', 'c')
  await expect.poll(() => first).toEqual(['a', 'other b', 'c'])
  expect(second).toEqual(['a'])
})

test('after its connection was cut it listens again and tells everyone to look', async () => {
  const heard: unknown[] = []
  await listener.listen('jobs', payload => heard.push(payload))
  await db.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ears'`)
  await expect.poll(() => heard).toEqual([undefined])
  await notify('jobs', 'again')
  await expect.poll(() => heard).toEqual([undefined, 'again'])
})
