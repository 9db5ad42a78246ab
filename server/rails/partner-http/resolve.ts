import { lookup, Resolver } from 'node:dns/promises'
import { LRUCache } from 'lru-cache'

export interface Resolved {
  readonly address: string
  readonly family: 4 | 6
}

/** All addresses of a name; throws when it has none or nobody answers. */
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>

const timeoutMs = 2_000
const tries = 2
/** One name is asked for once while many connections to it open. Addresses are judged at each connection anew. */
const keptMs = 5_000
const namesMax = 1_000
const systemMax = 2

const loopback: readonly Resolved[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/**
 * Asks name servers without the thread pool that the system's resolver blocks: partners' dead name servers would hold
 * up everybody's. Names that no name server knows (a hosts file, a search domain) are looked up by the system, two at a
 * time. `localhost` needs nobody (RFC 6761, 6.3).
 */
export function makeResolve(): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries })
  const kept = new LRUCache<string, Promise<readonly Resolved[]>>({ max: namesMax, ttl: keptMs })
  let inSystem = 0

  async function ask(hostname: string): Promise<readonly Resolved[]> {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    const found: Resolved[] = [
      ...(v4.status === 'fulfilled' ? v4.value : []).map(address => ({ address, family: 4 as const })),
      ...(v6.status === 'fulfilled' ? v6.value : []).map(address => ({ address, family: 6 as const })),
    ]
    return found.length > 0 ? found : askSystem(hostname)
  }

  async function askSystem(hostname: string): Promise<readonly Resolved[]> {
    if (inSystem >= systemMax) throw Object.assign(new Error(`${hostname} is not known`), { code: 'ENOTFOUND' })
    inSystem += 1
    try {
      const found = await lookup(hostname, { all: true })
      return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
    } finally {
      inSystem -= 1
    }
  }

  return hostname => {
    const name = hostname.toLowerCase().replace(/\.$/, '')
    if (name === 'localhost' || name.endsWith('.localhost')) return Promise.resolve(loopback)
    let asked = kept.get(name)
    if (asked === undefined) {
      asked = ask(name)
      kept.set(name, asked)
      asked.catch(() => kept.delete(name))
    }
    return asked
  }
}
