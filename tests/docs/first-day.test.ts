import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

/*
 * The README's first day, word for word, against `npm start` itself. Only the setup block (address, key, port) is
 * replaced, so that the test needs no particular port. A block marked `until "text"` is repeated until it shows it.
 */

const root = join(import.meta.dirname, '../..')
const children: ChildProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'florin-first-day-'))
// Told, not killed: a killed server would leave its database running.
afterAll(async () => {
  for (const child of children) {
    if (child.pid === undefined || child.exitCode !== null) continue
    const gone = new Promise(resolve => child.once('close', resolve))
    process.kill(-child.pid, 'SIGTERM')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

interface Block {
  readonly mark: string
  readonly script: string
}

const blocks: Block[] = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```sh first-day(.*)\n([\s\S]*?)```/g),
].map(([, mark = '', script = '']) => ({ mark: mark.trim(), script }))

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

function start(command: string, environment: Record<string, string>): { output: () => string } {
  const child = spawn('bash', ['-c', command], {
    cwd: root,
    // A newcomer's environment: nothing of the test runner's, whose MODE is another than ours.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  child.stdout?.on('data', chunk => (output += chunk))
  child.stderr?.on('data', chunk => (output += chunk))
  return { output: () => output }
}

async function run(script: string, environment: Record<string, string>): Promise<string> {
  const child = start(`set -euo pipefail\n${script}`, environment)
  const ended = children.at(-1)
  const code = await new Promise<number | null>(resolve => ended?.once('close', resolve))
  children.pop()
  expect(code, child.output()).toBe(0)
  return child.output()
}

const until = (condition: () => Promise<boolean> | boolean, what: () => string): Promise<void> =>
  vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error(`it did not come to be:\n${what()}`)
    },
    { timeout: 60_000, interval: 100 },
  )

test('the first day works as the README says', { timeout: 180_000 }, async () => {
  const port = await freePort()
  const webhookPort = await freePort()
  const key = 'sk_test_my_first_day'
  const shell = { FLORIN: `http://127.0.0.1:${port}`, KEY: key, WEBHOOK_PORT: String(webhookPort) }
  const server = start('npm start', {
    DEMO_API_KEY: key,
    DEMO_WEBHOOK_URL: `http://127.0.0.1:${webhookPort}`,
    PORT: String(port),
    OPERATOR_PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: folder,
  })
  await until(
    () =>
      fetch(`${shell.FLORIN}/health/ready`).then(
        answer => answer.ok,
        () => false,
      ),
    server.output,
  )

  expect(blocks[0]?.mark).toBe('setup')
  let listener: { output: () => string } | undefined
  let walked = ''
  for (const { mark, script } of blocks.slice(1)) {
    const wanted = /^until "(.*)"$/.exec(mark)?.[1]
    if (mark === 'background') {
      listener = start(script, shell)
    } else if (wanted === undefined) {
      const output = await run(script, shell)
      expect(output).not.toContain('errorCode')
      walked += output
    } else {
      let output = ''
      await until(
        async () => {
          output = await run(script, shell)
          return output.includes(wanted)
        },
        () => `${script}\n${output}\n${server.output()}`,
      )
    }
  }
  await until(
    () =>
      listener?.output().includes('/webhook/user/status') === true && listener.output().includes('"status":"ACTIVE"'),
    () => `${listener?.output()}\n${server.output()}`,
  )
  // The repeated transfer gave the first one's answer.
  expect(new Set(walked.match(/"transferId":"[^"]+"/g)).size).toBe(1)
})
