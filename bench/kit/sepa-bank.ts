import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../../server/config.ts'
import type { Bank } from '../../server/contexts/sepa/bank.ts'
import { ibanOf } from '../../server/contexts/sepa/iban.ts'
import { readMessage } from '../../server/contexts/sepa/read-message.ts'
import { receiveMessages } from '../../server/contexts/sepa/receive-messages.ts'
import { startFlorin } from '../../server/start.ts'
import { type BenchDatabase, liftRateLimits, startDatabase } from './bank.ts'
import { inChunks, type Owner } from './sepa-file.ts'

/* A bank in this process whose users are paid by camt.054s of any length. */

const users = 200
const key = 'sk_test_bench_0123456789abcdef0123456789abcdef'
const quiet = { info: () => undefined, warn: () => undefined, error: console.error }
const range = { country: 'LT', bankCode: '99999' }
export const accountIban = ibanOf(range, 0n)
const institution = { ...range, accountIban, bic: 'FLRNLT20XXX', holder: 'Florin UAB', address: 'Gedimino pr. 1' }
const deps = { institution, patience: { days: 10 } }

export interface SepaBench {
  readonly database: BenchDatabase
  readonly owners: readonly Owner[]
  /** Fetches a file as from a bank; the id under which it waits to be read. */
  fetchFile(name: string, pieces: Iterable<Uint8Array>): Promise<string>
  /** Reads and books it. */
  book(messageId: string): Promise<void>
  stop(): Promise<void>
}

/** Makes the users with the whole bank, and leaves a process that reads alone: what is measured is nobody else's work. */
export async function startSepaBench(): Promise<SepaBench> {
  const database = await startDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'florin-bench-data-'))
  const start = (ROLES: string) =>
    startFlorin(
      readConfig({
        ROLES,
        PORT: '0',
        OPERATOR_PORT: '0',
        METRICS_PORT: '0',
        DATABASE_URL: database.embedded.appUrl,
        DATABASE_OWNER_URL: database.embedded.ownerUrl,
        DATA_DIR: dataDir,
        DEMO_API_KEY: key,
      }),
      { log: quiet },
    )
  const whole = await start('api,worker,simulators')
  await liftRateLimits(database)
  const owners: Owner[] = []
  for (let number = 0; number < users; number += 1) owners.push(await openUser(whole.url ?? '', `bench-${number}`))
  await whole.close()
  const alone = await start('api')
  const { kernel } = alone.resources
  return {
    database,
    owners,
    async fetchFile(name, pieces) {
      await receiveMessages(kernel, bankWith(name, pieces))
      const [message] = await database.query<{ id: string }>('select id from sepa.message where bank_id = $1', [name])
      return message?.id ?? ''
    },
    book: messageId => readMessage(kernel, deps, messageId),
    async stop() {
      await alone.close()
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<Record<string, string>> {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' }
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Record<string, string>
}

async function openUser(url: string, externalUserId: string): Promise<Owner> {
  const address = { address: 'Prosta 1', city: 'Warszawa', postCode: '00-001', country: 'PL', citizenship: 'PL' }
  const person = { email: 'a@example.com', phone: '48500600700', firstName: 'Anna', lastName: 'Nowak', ...address }
  await call(url, 'POST', '/v1/user/balances/crypto-and-fiat', { externalUserId, ...person })
  await call(url, 'POST', '/v1/simulate/kyc-decision', { externalUserId, decision: 'APPROVED' })
  for (;;) {
    const { iban = '', title = '' } = await call(url, 'GET', `/v1/sepa-deposit/info/${externalUserId}`).catch(
      (): Record<string, string> => ({}),
    )
    if (iban.startsWith('LT')) return { iban, title }
    await pause(20)
  }
}

/** A bank in whose mailbox one file lies. */
const bankWith = (id: string, pieces: Iterable<Uint8Array>): Bank => ({
  listArrivals: () => Promise.resolve([{ id }]),
  openArrival: () => inChunks(pieces),
  confirmArrival: () => Promise.resolve(),
  sendMessage: () => Promise.reject(new Error('nothing is sent')),
  askInstant: () => Promise.reject(new Error('nothing is asked')),
  verifyPayee: () => Promise.reject(new Error('nothing is asked')),
  listInstantBanks: () => Promise.resolve([]),
})
