import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../server/commands.ts'
import { readConfig } from '../../server/config.ts'
import { findSigners, keyIdOf } from '../../server/contexts/ledger/index.ts'
import { createOperator, makeToken } from '../../server/contexts/operator/index.ts'
import { masterKeys } from '../../server/keys.ts'
import { NIL_ID } from '../../server/kit/ids.ts'
import { transact } from '../../server/kit/kernel.ts'
import { startFlorin } from '../../server/start.ts'
import { type Bank, startBank, startOptions } from '../harness/start-bank.ts'
import { quietLog } from '../harness/test-server.ts'

const makeKey = () => generateKeyPairSync('ed25519').privateKey
const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()

const [first, second] = [makeKey(), makeKey()]
const token = makeToken()
let bank: Bank
let empty: string
beforeAll(async () => {
  empty = mkdtempSync(join(tmpdir(), 'florin-no-keys-'))
  bank = await startBank({ SEALING_KEY: pemOf(first) })
  const { kernel } = bank.running.resources
  await transact(kernel, { actor: 'test', partnerId: NIL_ID }, work =>
    createOperator(work, { name: 'mia', roles: ['admin'], token }),
  )
})
afterAll(async () => {
  await bank.stop()
  rmSync(empty, { recursive: true })
})

/** The opening entries of the sandbox are sealed. */
const isSealed = async (): Promise<void> => {
  const signers = async () => (await findSigners(bank.database.owner)).map(({ keyId }) => keyId)
  await expect.poll(signers, { timeout: 45_000 }).toEqual([keyIdOf(first)])
}

const configOf = (settings: Record<string, string>) => readConfig({ ...bank.settings, ROLES: 'api', ...settings })

/** Another process of the bank: what it complains of, and what its operator hears when the books are verified. */
async function startWith(settings: Record<string, string>) {
  const complaints: string[] = []
  const running = await startFlorin(configOf(settings), startOptions(complaints))
  try {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`${running.operatorUrl}/operator/v1/ledger/verify`, { headers })
    return { complaints, report: (await answer.json()) as { isIntact: boolean; findings: { detail: string }[] } }
  } finally {
    await running.close()
  }
}

test('a sealing key that did not sign the history is named at the start, and what is to be done', async () => {
  await isSealed()
  const { complaints, report } = await startWith({ SEALING_KEY: pemOf(second) })
  const said = complaints.filter(line => line.includes('FORMER_SEALING_KEYS'))
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(
    `was signed with key ${keyIdOf(first)}, which is not given (the present one is ${keyIdOf(second)})`,
  )
  expect(report.isIntact).toBe(false)
  expect(report.findings).toHaveLength(1)
  expect(report.findings[0]?.detail).toContain(`(${keyIdOf(first)}): if it was ours, give it as FORMER_SEALING_KEYS`)
})

test.each([
  ['public', createPublicKey(first)],
  ['private', first],
])(
  'what a former key has signed is verified when its %s half is given, and nothing is complained of',
  async (_, key) => {
    await isSealed()
    const former = { SEALING_KEY: pemOf(second), FORMER_SEALING_KEYS: `${pemOf(makeKey())},${pemOf(key)}` }
    const { complaints, report } = await startWith(former)
    expect(complaints).toEqual([])
    expect(report).toMatchObject({ isIntact: true, findings: [] })
    expect(await runCommand(['verify'], configOf(former), quietLog)).toMatchObject({ sound: true })
    const without = await runCommand(['verify'], configOf({ SEALING_KEY: pemOf(second) }), quietLog)
    expect(without).toMatchObject({ sound: false })
  },
)

test('a history that is sealed already gets no new key for one that is missing, neither by a start nor by verify', async () => {
  await isSealed()
  const lost = { SEALING_KEY: '', DATA_DIR: empty }
  await expect(runCommand(['verify'], configOf(lost), quietLog)).resolves.toMatchObject({ sound: false })
  const kept = masterKeys(readConfig(bank.settings)).current.toString('base64')
  await expect(startFlorin(configOf({ ...lost, MASTER_KEY: kept }), startOptions([]))).rejects.toThrow(
    new RegExp(`last signed with key ${keyIdOf(first)}.*Put that file there, or set SEALING_KEY`),
  )
  expect(existsSync(join(empty, 'sealing.key'))).toBe(false)
})

test('a former sealing key that is none is refused by name, before the database is asked', () => {
  expect(() => configOf({ FORMER_SEALING_KEYS: 'nonsense' })).toThrow(/^FORMER_SEALING_KEYS: each must be/)
})
