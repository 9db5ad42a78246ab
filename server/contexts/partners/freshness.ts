import { elapsedMs } from '../../kit/clock/clock.ts'

/** An entry of a cache may be used for this long after it was known to be true. */
const ageMaxMs = 1_000
/** From this age on it is confirmed in the background, so that no request waits for it. */
const confirmAtMs = 500
/** How long a transaction that announced a change may take to commit before the announcement is forgotten. */
const patienceMs = 10_000

/**
 * Keeps caches of the partners' tables true: every change counts up a number in its own transaction, and a cache is
 * used only when the number was seen unchanged within the last second (real time). One statement twice a second,
 * however many keys there are. A notification of PostgreSQL makes it look at once, so mostly it takes milliseconds.
 */
export class Freshness {
  readonly #readNumber: () => Promise<bigint>
  readonly #onChange: () => void
  #number: bigint | undefined
  #confirmedAtMs = Number.NEGATIVE_INFINITY
  #checking: Promise<void> | undefined
  #expected: { number: bigint; untilMs: number } | undefined

  constructor(parts: { readNumber: () => Promise<bigint>; onChange: () => void }) {
    this.#readNumber = parts.readNumber
    this.#onChange = parts.onChange
  }

  /** Undefined when the caches may be used as they are; otherwise resolves when they may. Throws when the database is away. */
  confirm(): Promise<void> | undefined {
    const now = elapsedMs()
    if (this.#expected !== undefined) {
      if (now < this.#expected.untilMs) return this.#confirmSince(now)
      this.#expected = undefined
    }
    const age = now - this.#confirmedAtMs
    if (age < confirmAtMs) return undefined
    if (age >= ageMaxMs) return this.#confirmSince(now - ageMaxMs)
    this.#check().catch(() => undefined)
    return undefined
  }

  /** Another process announced a change. */
  look(): void {
    this.#confirmSince(elapsedMs()).catch(() => undefined)
  }

  /** This process is about to commit the change with this number: from now on, until it is seen, nothing is taken on trust. */
  expect(number: bigint): void {
    if (this.#expected !== undefined && this.#expected.number > number) return
    this.#expected = { number, untilMs: elapsedMs() + patienceMs }
  }

  async #confirmSince(ms: number): Promise<void> {
    while (this.#confirmedAtMs < ms) await this.#check()
  }

  #check(): Promise<void> {
    this.#checking ??= this.#ask().finally(() => (this.#checking = undefined))
    return this.#checking
  }

  async #ask(): Promise<void> {
    const askedAtMs = elapsedMs()
    const number = await this.#readNumber()
    if (number !== this.#number) {
      this.#number = number
      this.#onChange()
    }
    if (this.#expected !== undefined && number >= this.#expected.number) this.#expected = undefined
    this.#confirmedAtMs = askedAtMs
  }
}
