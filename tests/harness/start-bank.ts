import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '@florin/contract/index.ts'
import { readConfig } from '../../server/config.ts'
import type { Log } from '../../server/kit/log.ts'
import { type Running, type StartOptions, startFlorin } from '../../server/start.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export interface Bank {
  readonly url: string
  readonly operatorUrl: string
  readonly database: TestDatabase
  readonly running: Running
  /** What it was started with: another process on its database needs the same. */
  readonly settings: Readonly<Record<string, string>>
  /** Its keys and files: another process of the same bank needs the same. */
  readonly dataDir: string
  readonly keys: { readonly kyc: string; readonly noKyc: string }
  /** Log lines of warnings and errors so far: an empty list is what most tests want. */
  readonly complaints: readonly string[]
  /** A call by a partner's key (that of the partner with KYC unless told otherwise). */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  /** Moves the manual clock and does what falls due. */
  advance(ms: number): Promise<void>
  /** Does what is due now. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export interface CallOptions {
  readonly key?: string | null
  readonly headers?: Record<string, string>
}

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

/** The contract's shape of every answer is checked; warnings and errors are collected. */
export const startOptions = (complaints: string[]): StartOptions => ({
  log: collectingLog(complaints),
  onAnswer: checkAnswer,
})

const collectingLog = (complaints: string[]): Log => ({
  info: () => undefined,
  warn: (detail, message) => void complaints.push(`${message} ${JSON.stringify(detail)}`),
  error: (detail, message) => {
    const cause = (detail as { err?: Error }).err
    complaints.push(`${message} ${cause?.stack ?? JSON.stringify(detail)}`)
  },
})

/** Every answer has the shape that the contract promises, or the test fails with it. */
function checkAnswer(endpoint: Endpoint, status: number, text: string): void {
  if (status !== (endpoint.status ?? 200) || !text.startsWith('{')) return
  const result = endpoint.response.safeParse(JSON.parse(text))
  if (!result.success) {
    throw new Error(`${endpoint.method} ${endpoint.path} answered against its schema: ${result.error.message}\n${text}`)
  }
}

/** Tests that are not about rate limits must not meet them. */
async function liftRateLimits(database: TestDatabase): Promise<void> {
  const limits = { perSecond: 1e6, burst: 1e6, moneyPerSecond: 1e6, moneyBurst: 1e6 }
  await database.owner.query(
    `update partners.partner set settings = settings || jsonb_build_object('limits', $1::jsonb)`,
    [limits],
  )
  await database.owner.query('update partners.generation set number = number + 1')
}

/** Calls at a URL, by a partner's key unless told otherwise. */
export const makeCall =
  (url: string, usualKey: string): Bank['call'] =>
  async (method, path, body, options = {}) => {
    const key = options.key === undefined ? usualKey : options.key
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key === null ? {} : { 'x-api-key': key }),
        // fetch says itself what a form is, with its boundary.
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : text, text, headers: response.headers }
  }

/** The whole bank on a database of its own, with a manual clock, in this process. */
export async function startBank(
  settings: Record<string, string> = {},
  { rateLimits = 'lifted' }: { rateLimits?: 'lifted' | 'kept' } = {},
): Promise<Bank> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'florin-bank-'))
  const keys = {
    kyc: 'sk_test_kyc_0123456789abcdef0123456789abcdef',
    noKyc: 'sk_test_nokyc_0123456789abcdef0123456789abcdef',
  }
  const complaints: string[] = []
  const all = {
    PORT: '0',
    OPERATOR_PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATA_DIR: dataDir,
    CLOCK: 'manual',
    MIGRATE: 'false',
    ...(rateLimits === 'lifted' ? { OPERATOR_CALLS_PER_SECOND: '1000000' } : {}),
    DEMO_API_KEY: keys.kyc,
    DEMO_NO_KYC_API_KEY: keys.noKyc,
    ...settings,
  }
  const running = await startFlorin(readConfig(all), startOptions(complaints))
  if (rateLimits === 'lifted') await liftRateLimits(database)
  const { url, operatorUrl } = running
  if (url === undefined || operatorUrl === undefined) throw new Error('the API did not start')

  const call = makeCall(url, keys.kyc)

  async function advance(advanceMs: number): Promise<void> {
    const { status, body, text } = await call('POST', '/v1/simulate/clock', { advanceMs })
    if (status !== 200 || body.settled !== true)
      throw new Error(`the clock did not settle: ${text}\n${complaints.join('\n')}`)
  }

  return {
    url,
    operatorUrl,
    database,
    running,
    settings: all,
    dataDir,
    keys,
    complaints,
    call,
    advance,
    settle: () => advance(0),
    async stop() {
      await running.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
