import { isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { assertCallable } from './address.ts'
import { FloodWatch } from './flood-watch.ts'
import type { Resolve } from './resolve.ts'

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
    return wanted.map(({ address, family: kind }) => ({ address, family: kind }))
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

const notKnown = (hostname: string): Error =>
  Object.assign(new Error(`${hostname} is not known`), { code: 'ENOTFOUND' })
