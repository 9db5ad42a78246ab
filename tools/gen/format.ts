import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const FORMATTED = /\.(ts|tsx|json|css)$/

/** The text as `npm run format` would leave it, so that a generator need not know the house's layout. */
export function formatted(root: string, path: string, text: string): string {
  if (!FORMATTED.test(path)) return text
  const biome = join(root, 'node_modules/.bin/biome')
  // `npm run format` leaves folders named "generated" alone, and so would this.
  const as = path.replaceAll(/(^|\/)generated\//g, '$1')
  const result = spawnSync(biome, ['format', `--stdin-file-path=${as}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) throw new Error(`${path} cannot be formatted: ${result.stderr || result.error?.message}`)
  return result.stdout || text
}
