import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/*
 * Load over HTTP by wrk, one thread, one request under way a connection. It is in C as pgbench is: on two cores a
 * generator in Node took a twentieth of what was to be measured, and the plain transactions had none of that.
 */

export interface Load {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  /** A Lua file beside this one that makes the requests, and its arguments. */
  readonly script: string
  readonly args: readonly string[]
  /** All are to be refused. */
  readonly refused?: boolean
}

export interface Result {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const milliseconds: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 }

/** Throws when any request was not answered, or not as expected: by a 2xx, or by a refusal. */
export function runLoad({ url, connections, seconds, script, args, refused = false }: Load): Result {
  const file = join(import.meta.dirname, `${script}.lua`)
  const options = ['-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, '--latency', '-s', file]
  const output = wrk([...options, url, '--', ...args])
  const refusals = /Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1]
  const expected = refused ? /(\d+) requests in/.exec(output)?.[1] : undefined
  if (refusals !== expected || /Socket errors/.test(output))
    throw new Error(`not every request was answered as expected:\n${output}`)
  const at = (percent: string): number => {
    const [, number = '', unit = ''] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s|m)`).exec(output) ?? []
    return Number(number) * (milliseconds[unit] ?? Number.NaN)
  }
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1])
  return { perSecond, p50Ms: at('50'), p99Ms: at('99') }
}

function wrk(args: readonly string[]): string {
  try {
    return execFileSync('wrk', args, { encoding: 'utf8' })
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error
    throw new Error('wrk is missing: install the wrk package of your system', { cause: error })
  }
}

export type Kind = 'uniform' | 'hot' | 'poor'

/** What `transfer.lua` is told; no two runs have one name, so no two requests have one idempotency key. */
export const transferArgs = (key: string, users: number, kind: Kind = 'uniform'): string[] => {
  runs += 1
  return [key, String(users), kind, `${process.pid.toString(36)}-${Date.now().toString(36)}-${runs}`]
}
let runs = 0

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
