import { connect } from 'node:net'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoPartners } from '../../server/contexts/partners/index.ts'
import { createUser } from '../../server/contexts/users/index.ts'
import { elapsedMs } from '../../server/kit/clock/clock.ts'
import { transact } from '../../server/kit/kernel.ts'
import { startBeside } from '../harness/beside.ts'
import { type Bank, startBank } from '../harness/start-bank.ts'

const soon = { timeout: 20_000 }

let bank: Bank
beforeAll(async () => {
  bank = await startBank()
  const origin = { actor: 'system:test', partnerId: demoPartners.noKyc.id }
  await transact(bank.running.resources.kernel, origin, work =>
    createUser(work, { externalUserId: 'ann', model: 'no-kyc', person: {} }),
  )
})
afterAll(() => bank.stop())

interface Told {
  readonly cents: number
  /** Undefined: the connection was refused or closed before an answer. */
  readonly status: number | undefined
  readonly text: string
}

/** Callers on connections that stay open, each sending the next transfer when the last is answered, till refused. */
function startPayers(url: string, count: number) {
  const told: Told[] = []
  const agent = new Agent({ connections: count, keepAliveTimeout: 60_000 })
  let cents = 0
  const payer = async (): Promise<void> => {
    for (;;) {
      cents += 1
      const own = cents
      try {
        const answer = await fetch(`${url}/v1/transfer`, {
          method: 'POST',
          dispatcher: agent,
          headers: { 'x-api-key': bank.keys.noKyc, 'content-type': 'application/json' },
          body: JSON.stringify({
            destinationExternalUserId: 'ann',
            amount: `0.${String(own).padStart(8, '0')}`,
            currency: 'btc',
          }),
        })
        told.push({ cents: own, status: answer.status, text: await answer.text() })
      } catch (error) {
        told.push({ cents: own, status: undefined, text: String((error as Error).cause) })
        return
      }
    }
  }
  const payers = Promise.all(Array.from({ length: count }, payer))
  return { told, ended: payers.then(() => agent.close()) }
}

test('a process that stops under load answers what it accepted, and books nothing that it does not answer', async () => {
  const stopping = await startBeside(bank)
  const { told, ended } = startPayers(stopping.url, 32)
  await expect.poll(() => told.length, soon).toBeGreaterThan(200)
  const begunAtMs = elapsedMs()
  await stopping.stop()
  // Long before the time-out of an idle connection: those that were busy when it began are closed as well.
  expect(elapsedMs() - begunAtMs).toBeLessThan(15_000)
  await ended

  const { rows } = await bank.database.owner.query<{ units: bigint }>(
    `select units from transfers.transfer where asset = 'btc'`,
  )
  const booked = rows.map(({ units }) => Number(units)).toSorted((a, b) => a - b)
  const answered = told
    .filter(({ status }) => status === 201)
    .map(({ cents }) => cents)
    .toSorted((a, b) => a - b)
  expect(booked).toEqual(answered)
  // No answer in another voice than the contract's: not even the last ones.
  expect(told.filter(({ status }) => status !== 201 && status !== undefined)).toEqual([])
  expect(stopping.complaints).toEqual([])
})

test('a request that never comes in full does not keep a process from stopping', async () => {
  const stopping = await startBeside(bank)
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1')
  const gone = new Promise<void>(resolve => socket.on('error', () => undefined).on('close', () => resolve()))
  await new Promise<void>(resolve => {
    socket.write(
      'POST /v1/transfer HTTP/1.1\r\nHost: bank\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      () => resolve(),
    )
  })
  // Answered on another connection: by then the first bytes of that one were read.
  expect((await stopping.call('GET', '/health/live', undefined, { key: null })).status).toBe(200)
  const begunAtMs = elapsedMs()
  await stopping.stop()
  expect(elapsedMs() - begunAtMs).toBeLessThan(20_000)
  await gone
})

test('a process that stopped holds nothing: no job, no lease, no connection, no sign of life', async () => {
  const before = await lives()
  const stopping = await startBeside(bank)
  expect(await lives()).toBe(before + 1)
  await stopping.stop()
  expect(await lives()).toBe(before)
  const connections = async () =>
    (
      await bank.database.owner.query(
        `select from pg_stat_activity where datname = current_database() and application_name like 'florin%'`,
      )
    ).rowCount ?? 0
  const jobs = await bank.database.owner.query(`select from jobs.job where state = 'running'`)
  expect(jobs.rowCount).toBe(0)
  const own = await connections()
  expect(own).toBeGreaterThan(0)
  await bank.running.close()
  await expect.poll(connections, soon).toBe(0)
  expect((await bank.database.owner.query('select from work.lease')).rowCount).toBe(0)
  expect(await lives()).toBe(0)
})

const lives = async (): Promise<number> => (await bank.database.owner.query('select from work.process')).rowCount ?? 0
