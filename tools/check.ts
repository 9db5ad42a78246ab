// `npm run check [-- name …]`: everything that can be said without running the product. One line per check; all run,
// also when one fails, and what a failed one had to say follows its line.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const LIMIT_MS = 10 * 60_000

const CHECKS: readonly { name: string; command: readonly string[] }[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'pages', command: ['tsc', '-p', 'hosted'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '-f', 'unix'] },
  { name: 'format', command: ['biome', 'check', '--reporter=summary', '--colors=off', '.'] },
  { name: 'unused', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'borders', command: ['node', 'tools/borders/main.ts'] },
  { name: 'tidy', command: ['node', 'tools/tidy/main.ts'] },
  { name: 'generated', command: ['node', 'tools/gen.ts', '--check'] },
  { name: 'openapi', command: ['redocly', 'lint'] },
]

type Outcome = { name: string; ok: boolean; seconds: number; output: string }

/** Runs one command with the checkout's own tools first in the PATH. A tool that hangs or is missing has failed. */
function run(name: string, [file = '', ...args]: readonly string[]): Promise<Outcome> {
  const started = performance.now()
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    shell: process.platform === 'win32',
  })
  let output = ''
  const keep = (text: string) => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  const seconds = () => (performance.now() - started) / 1000
  return new Promise(done => {
    child.once('error', error => done({ name, ok: false, seconds: seconds(), output: `${file}: ${error.message}` }))
    child.once('close', (code, signal) => {
      if (signal) output += `\nstopped by ${signal}`
      done({ name, ok: code === 0, seconds: seconds(), output })
    })
  })
}

function report({ name, ok, seconds, output }: Outcome): void {
  console.log(`${name.padEnd(10)} ${ok ? 'ok    ' : 'failed'} ${seconds.toFixed(1).padStart(5)} s`)
  if (!ok) console.log(output.trim().replace(/^(?=.)/gm, '    '))
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const unknown = positionals.filter(name => !CHECKS.some(check => check.name === name))
if (unknown.length > 0) {
  console.error(`no such check: ${unknown.join(', ')}. There are ${CHECKS.map(check => check.name).join(', ')}.`)
  process.exit(2)
}

const outcomes: Outcome[] = []
for (const { name, command } of CHECKS) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const outcome = await run(name, command)
  outcomes.push(outcome)
  report(outcome)
}
// For the tally of a continuous-integration run.
if (values.json) writeFileSync(values.json, JSON.stringify(outcomes.map(({ name, ok }) => ({ name, ok }))))
if (outcomes.some(outcome => !outcome.ok)) process.exitCode = 1
