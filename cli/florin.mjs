#!/usr/bin/env node
// Starts the command under the Node that the lock file brings. Plain JavaScript: this file also runs on an older one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const major = Number(process.versions.node.split('.')[0])

if (major >= 24) {
  await import('./main.ts')
} else {
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (!existsSync(node)) {
    process.stderr.write(
      `florin needs Node 24; this is ${process.version}. Run npm ci in ${root} first: it brings one.\n`,
    )
    process.exit(3)
  }
  const main = join(root, 'cli', 'main.ts')
  const { status, signal } = spawnSync(node, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (signal) process.kill(process.pid, signal)
  process.exit(status ?? 1)
}
