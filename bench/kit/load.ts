import { connect, type Socket } from 'node:net'

/*
 * A load generator that costs little itself: raw sockets, one request under way a connection, requests made as text.
 */

export interface Load {
  readonly url: string
  readonly connections: number
  readonly durationMs: number
  /** The whole request text of the n-th request. */
  readonly request: (n: number) => string
  /** Statuses that count as done; any other ends the run with its text. */
  readonly expect: readonly number[]
}

export interface Result {
  readonly done: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export async function runLoad(load: Load): Promise<Result> {
  const { hostname, port } = new URL(load.url)
  const latencies: number[] = []
  let sent = 0
  let failure: Error | undefined
  const start = performance.now()
  const end = start + load.durationMs

  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket: Socket = connect(Number(port), hostname)
      socket.setNoDelay(true)
      let startedAt = 0
      let received = ''
      const next = (): void => {
        if (failure !== undefined || performance.now() >= end) return void socket.end(() => resolve())
        startedAt = performance.now()
        socket.write(load.request(sent++))
      }
      socket.on('connect', next)
      socket.on('error', reject)
      socket.on('data', chunk => {
        received += chunk.toString('latin1')
        const headEnd = received.indexOf('\r\n\r\n')
        if (headEnd === -1) return
        const length = /content-length: (\d+)/i.exec(received)
        if (received.length < headEnd + 4 + Number(length?.[1] ?? 0)) return
        const status = Number(received.slice(9, 12))
        if (!load.expect.includes(status)) {
          failure ??= new Error(`unexpected answer: ${received.slice(0, 600)}`)
        }
        latencies.push(performance.now() - startedAt)
        received = ''
        next()
      })
    })

  await Promise.all(Array.from({ length: load.connections }, one))
  if (failure !== undefined) throw failure
  const seconds = (performance.now() - start) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return { done: latencies.length, perSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** One line a measure: the ratio, its range over the rounds, and whether it keeps its bound. */
export function printRatio(
  name: string,
  ratios: readonly number[],
  bound: string,
  holds: (ratio: number) => boolean,
): void {
  const ratio = median(ratios)
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  console.log(
    `${holds(ratio) ? 'ok  ' : 'MISS'} ${name}: ${ratio.toFixed(2)} (${range}, ${ratios.length} rounds), bound ${bound}`,
  )
}
