import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import { assertCallable } from './address.ts'
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
  const lookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname).then(
      found => {
        try {
          for (const { address } of found) assertCallable(address, hostname, allowPrivate)
        } catch (error) {
          return done(error as Error, '', 0)
        }
        const wanted = found.filter(({ family }) => !options.family || family === options.family)
        const [first] = wanted
        if (first === undefined) return done(notKnown(hostname), '', 0)
        if (options.all)
          done(
            null,
            wanted.map(({ address, family }) => ({ address, family })),
          )
        else done(null, first.address, first.family)
      },
      (error: unknown) => done(error as Error, '', 0),
    )
  }
  const connect = buildConnector({ lookup, timeout: timeoutMs, allowH2: false } as buildConnector.BuildOptions)
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
        assertCallable((socket as Socket).remoteAddress ?? '', host, allowPrivate)
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
