import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/harness/database.ts'
import { makeLog } from './log.ts'
import { connect } from './postgres/connect.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

function keepingLog() {
  const lines: string[] = []
  return { lines, log: makeLog('info', { write: line => void lines.push(line) }) }
}

const errorIn = (line: string | undefined) => JSON.parse(line ?? '{}').err

test('a refused row is told by its table and constraint, and what stood in it by nobody', async () => {
  const { lines, log } = keepingLog()
  const refused = database.pool.query(
    `insert into work.idempotency (partner_id, key, method, path, body_hash, status, answer, request_id, created_at)
     values (gen_random_uuid(), '', 'POST', '/v1/user/anne', '', 200, 'DE89370400440532013000', 'r', now())`,
  )
  await refused.catch(err => log.error({ err }, 'A request failed'))
  expect(errorIn(lines[0])).toMatchObject({ code: '23514', table: 'idempotency', constraint: 'idempotency_key_check' })
  expect(errorIn(lines[0]).stack).toContain('log.test.ts')
  expect(lines[0]).not.toMatch(/DE8937|anne/)
})

test('a lost connection is told by why it was lost, not by all that it holds', async () => {
  const { lines, log } = keepingLog()
  const pool = connect({ url: database.appUrl, applicationName: 'to be lost', log })
  await pool.query('select 1')
  await database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be lost'`,
  )
  await expect.poll(() => lines.length).toBe(1)
  await pool.end()
  expect(errorIn(lines[0])).toMatchObject({ code: '57P01', severity: 'FATAL' })
  expect(lines[0]).not.toMatch(/secretKey|connectionParameters/)
})

test('what is no HTTP is told by what is wrong with it, and nothing of it is repeated', async () => {
  const { lines, log } = keepingLog()
  const server = createServer().on('clientError', (err, socket) => {
    log.info({ err }, 'A client sent what is no HTTP request')
    socket.destroy()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as { port: number }
  const socket = connectSocket(port, '127.0.0.1').on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nx-api-key: sk_live_abc\r\nno header\r\n\r\n')
  await once(socket, 'close')
  server.close()
  expect(errorIn(lines[0])).toMatchObject({ code: 'HPE_INVALID_HEADER_TOKEN' })
  expect(lines[0]).not.toContain('rawPacket')
})

test('of several errors in one each is told', () => {
  const { lines, log } = keepingLog()
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', socket: { secret: 'abc' } })
  log.warn({ err: new AggregateError([refused], 'all refused') }, 'Nobody answers')
  expect(errorIn(lines[0])).toMatchObject({ message: expect.stringContaining('all refused') })
  expect(errorIn(lines[0]).aggregateErrors).toMatchObject([{ code: 'ECONNREFUSED' }])
  expect(lines[0]).not.toContain('abc')
})

test('what is thrown and is no error is told as it is, and where there is none nothing is', () => {
  const { lines, log } = keepingLog()
  log.warn({ err: 'no error' }, 'Something is wrong')
  log.warn({ err: undefined }, 'Something is wrong')
  expect(lines.map(errorIn)).toEqual(['no error', undefined])
})
