import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Denied } from './failure.ts'

const main = join(import.meta.dirname, '../server/main.ts')

/**
 * Runs one of the server's own commands, which work on its database instead of over the network, with the settings of
 * this environment (DATA_DIR, DATABASE_URL …). Its log goes to standard error, its answer comes back. Throws Denied.
 */
export async function runBeside(args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let answer = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status !== 0) throw new Denied(complaint.trim() || `the server's command ended with ${status}`)
  if (complaint !== '') process.stderr.write(complaint)
  return JSON.parse(answer) as Record<string, unknown>
}
