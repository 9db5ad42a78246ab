import { readConfig } from '../../server/config.ts'
import { type Running, startFlorin } from '../../server/start.ts'
import { type Bank, makeCall, startOptions } from './start-bank.ts'

/** Another process of a bank, as far as it can tell: nothing is shared with the first but the database and the keys. */
export interface Beside {
  /** Empty without the role `api`. */
  readonly url: string
  readonly running: Running
  readonly complaints: readonly string[]
  readonly call: Bank['call']
  stop(): Promise<void>
}

/** Starts the roles once more on the bank's database; `settings` over those of the bank. */
export async function startBeside(bank: Bank, settings: Record<string, string> = {}): Promise<Beside> {
  const complaints: string[] = []
  const running = await startFlorin(readConfig({ ...bank.settings, ...settings }), startOptions(complaints))
  const url = running.url ?? ''
  return { url, running, complaints, call: makeCall(url, bank.keys.kyc), stop: () => running.close() }
}
