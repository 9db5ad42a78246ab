// Import borders of the checkout. A cruiser that cannot read TypeScript finds nothing and is content with it:
// so every file that git knows in these folders has to be among those it looked at.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { IConfiguration } from 'dependency-cruiser'
import { isCode } from '../tidy/places.ts'
import { readTree } from '../tidy/source.ts'
import { checkBorders, FOLDERS } from './borders.ts'

const root = join(import.meta.dirname, '../..')
const { forbidden = [] } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration
const { breaches, modules } = await checkBorders(root)
const seen = new Set(modules)
const unseen = readTree(root)
  .map(file => file.path)
  .filter(path => isCode(path) && FOLDERS.some(folder => path.startsWith(`${folder}/`)) && !seen.has(path))

for (const breach of breaches) {
  const comment = forbidden.find(rule => rule.name === breach.split(':')[0])?.comment
  console.log(`${breach}${comment ? `\n  ${comment}` : ''}`)
}
for (const path of unseen) console.log(`not looked at: ${path}`)
if (breaches.length > 0 || unseen.length > 0 || modules.length === 0) process.exitCode = 1
console.log(`${forbidden.length} borders, ${modules.length} files, ${breaches.length} breaches`)
