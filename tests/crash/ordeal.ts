import { expect } from 'vitest'
import {
  balancesAsTold,
  balancesInBooks,
  findHalfActivated,
  findLies,
  findStuck,
  findViolations,
  verify,
} from './books.ts'
import type { Load } from './load.ts'
import type { PostBox } from './post-box.ts'
import type { Site } from './site.ts'

/** A lease of a job lasts a minute of real time; whoever takes it after that needs time as well. */
const settled = { timeout: 150_000, interval: 500 }

export interface Ordeal {
  readonly site: Site
  readonly load: Load
  readonly postBox: PostBox
  readonly random: (below: number) => number
  readonly rounds: number
  /** PEM. */
  readonly sealingKey: string
}

/** Answers in a round at most: before and during the blow, and after it. */
const ROUND = 500
const CALM = 50

const limits = JSON.stringify({ perSecond: 1e6, burst: 1e6, moneyPerSecond: 1e6, moneyBurst: 1e6 })

/** Puts a bank under load through so many blows, and judges its books after each and at the end. */
export async function endure({ site, load, postBox, random, rounds, sealingKey }: Ordeal): Promise<void> {
  const begunAtMs = performance.now()
  await site.start()
  await site.onDatabase(async pool => {
    await pool.query(`update partners.partner set settings = settings || jsonb_build_object('limits', $1::jsonb)`, [
      limits,
    ])
    await pool.query('update partners.generation set number = number + 1')
  })
  await load.start()

  const servedAtMs = performance.now()
  let judged = 0
  for (let round = 1; round <= rounds; round += 1) {
    load.grant(ROUND)
    await reach(load, load.answers + 1 + random(80))
    await site.strike()
    // All that were cut off are answered, and so are others.
    load.grant(CALM)
    await reach(load, load.answers + CALM)
    const told = load.told.slice(judged)
    judged += told.length
    const verdict = await site.onDatabase(async pool => ({
      violations: await findViolations(pool),
      lies: await findLies(pool, told),
      findings: (await verify(pool, sealingKey)).findings,
    }))
    expect({ round, ...verdict }).toEqual({ round, violations: [], lies: [], findings: [] })
  }
  await load.stop()
  const endedAtMs = performance.now()

  await expect.poll(() => site.onDatabase(findStuck), settled).toEqual([])
  await expect.poll(() => site.onDatabase(findHalfActivated), settled).toEqual([])
  await expect.poll(async () => (await site.onDatabase(pool => verify(pool, sealingKey))).unsealed, settled).toBe(0)
  await expect.poll(() => site.onDatabase(pool => postBox.findMissing(pool)), settled).toEqual([])
  expect(postBox.findDisorder()).toEqual([])
  const end = await site.onDatabase(async pool => ({
    violations: await findViolations(pool),
    lies: await findLies(pool, load.told),
    findings: (await verify(pool, sealingKey)).findings,
    balances: await balancesInBooks(pool),
  }))
  expect(end).toEqual({ violations: [], lies: [], findings: [], balances: balancesAsTold(load.told) })
  // A bank that is told to try again by its own database says so: it never claims not to know.
  expect(load.caller.faults).toEqual([])
  expect(await site.stop()).toEqual([])
  const again = load.told.filter(({ tries }) => tries > 1).length
  const seconds = [servedAtMs - begunAtMs, endedAtMs - servedAtMs, performance.now() - endedAtMs].map(ms =>
    Math.round(ms / 1_000),
  )
  process.stdout.write(
    `${site.blows.length} killed (${countBy(site.blows)}); ${load.told.length} answers (${countBy(load.told.map(({ deed, status }) => `${deed.what} ${status}`))}), ` +
      `${again} after more than one try; ${postBox.count} webhooks, ${postBox.repeated} of them again; ${seconds.join(' + ')} s to start, under load, to settle\n`,
  )
}

const countBy = (words: readonly string[]): string =>
  [...Map.groupBy(words, word => word)].map(([word, all]) => `${all.length} ${word}`).join(', ')

async function reach(load: Load, answers: number): Promise<void> {
  await expect.poll(() => load.answers, { timeout: 200_000, interval: 1 }).toBeGreaterThanOrEqual(answers)
}
