import { isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { assertCallable } from './address.ts'
import { FloodWatch } from './flood-watch.ts'
import type { Resolve, Resolved } from './resolve.ts'

/** A name's addresses are tried one after the other, this many at most, each for its share of the time. */
const addressesMax = 4

/**
 * Opens connections for undici, to judged addresses only. A name is resolved once, every one of its addresses is
 * judged, and the connection goes to one of exactly these: what the name means a moment later plays no part. The
 * address at the other end is judged once more when the connection stands.
 */
export function guardedConnector(parts: {
  resolve: Resolve
  allowPrivate: boolean
  timeoutMs: number
}): buildConnector.connector {
  const { resolve, allowPrivate, timeoutMs } = parts
  /** The addresses of a name, every one of them callable. */
  async function callable(hostname: string, family: number | string | undefined) {
    const found = await resolve(hostname)
    for (const { address } of found) assertCallable(address, hostname, allowPrivate)
    const wanted = found.filter(address => !family || address.family === family)
    if (wanted.length === 0) throw notKnown(hostname)
    return fewOf(wanted)
  }
  const findCallable = callbackify(callable)
  // Node's own form of a look-up: a callback, with all addresses or the first.
  const lookup: LookupFunction = (hostname, options, done) =>
    findCallable(hostname, options.family, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) done(error ?? notKnown(hostname), '', 0)
      else if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  const floods = new FloodWatch()
  const connect = buildConnector({
    lookup,
    timeout: timeoutMs,
    allowH2: false,
    // Node's own is 250 ms: a far partner with a second address, or one whose server is busy, would never be reached.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeoutMs / addressesMax)),
  })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
    try {
      if (isIP(host) !== 0) assertCallable(host, host, allowPrivate)
    } catch (error) {
      return callback(error as Error, null)
    }
    connect(options, (...args) => {
      const [error, socket] = args
      if (error !== null) return callback(error, null)
      try {
        assertCallable(socket.remoteAddress ?? '', host, allowPrivate)
        floods.watch(socket)
        callback(null, socket)
      } catch (refused) {
        socket.destroy()
        callback(refused as Error, null)
      }
    })
  }
}

/** Of both families, where there are two: one of them may lead nowhere. */
function fewOf(addresses: readonly Resolved[]): Resolved[] {
  const kinds = [4, 6].map(kind => addresses.filter(({ family }) => family === kind))
  const each = kinds.every(kind => kind.length > 0) ? addressesMax / 2 : addressesMax
  return kinds.flatMap(kind => kind.slice(0, each)).map(({ address, family }) => ({ address, family }))
}

const notKnown = (hostname: string): Error =>
  Object.assign(new Error(`${hostname} is not known`), { code: 'ENOTFOUND' })
