import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The processes that `pid` has started and that live, from /proc (Linux only). */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(child => {
      try {
        return new RegExp(`^\\d+ \\(.*\\) \\S ${pid} `, 's').test(
          readFileSync(join('/proc', String(child), 'stat'), 'utf8'),
        )
      } catch {
        return false
      }
    })
}
