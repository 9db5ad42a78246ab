import { isServerSide } from '../places.ts'
import type { Rule } from '../source.ts'
import { dotted, findNodes, runtimeImport } from '../syntax.ts'

// The vault draws its own nonces and keys; server/keys.ts makes the keys of a new installation.
const MAY = /^server\/(kit\/(ids|vault)(\/|[.-])|keys\.ts$)/
const DRAWS = /^(randomUUID(v7)?|randomBytes|randomInt|randomFill(Sync)?|getRandomValues|generateKey(Pair)?(Sync)?)$/

export const randomness: Rule = {
  name: 'randomness',
  why: 'only server/kit/ids.ts draws ids and chance (the vault: nonces and keys), so that a run can be repeated from a seed.',
  check: tree =>
    tree
      .filter(file => isServerSide(file.path) && !MAY.test(file.path))
      .flatMap(file =>
        findNodes(file, node => {
          const [object, member] = dotted(node)?.split('.') ?? []
          if (object === 'Math' && member === 'random') return 'reads Math.random'
          if (object && /crypto$/i.test(object) && member && DRAWS.test(member)) return `reads ${object}.${member}`
          const imported = runtimeImport(node)
          if (!imported || !/^(node:)?crypto$/.test(imported.from)) return undefined
          const names = imported.names.filter(name => DRAWS.test(name))
          return names.length > 0 ? `imports ${names.join(', ')}` : undefined
        }),
      ),
}
