import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

/** The hosted pages as they are served: one document, one script, one style sheet, the same bytes at every build. */
export async function buildPages(): Promise<ReadonlyMap<string, string>> {
  const folder = import.meta.dirname
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: join(folder, 'main.tsx'),
        output: { format: 'es', entryFileNames: 'verification.js', codeSplitting: false },
      },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('vite has built nothing')
  const [script] = output.output
  return new Map([
    ['index.html', await readFile(join(folder, 'index.html'), 'utf8')],
    ['verification.js', script.code],
    ['verification.css', await readFile(join(folder, 'verification.css'), 'utf8')],
  ])
}
