/*
 * Requests that arrive together do each step together: first all are admitted, then all are read, then all carried out.
 * A step's code and tables are then still in the processor's caches when the next request needs them, which between
 * whole requests they are not (docs/decisions/0016).
 */

/** A step of a passage; a promise where it must wait. */
export type Step<P> = (passage: P) => void | Promise<unknown>

interface Course<P> {
  readonly steps: readonly Step<P>[]
  /** When those that have entered set off: called with what starts them. */
  readonly setOff: (start: () => void) => void
  /** Called for each that has done all steps. */
  readonly done?: (passage: P) => void
  /** Called with what a step threw: the passage does no further one. */
  readonly failed: (passage: P, error: unknown) => void
}

/** A course of steps. One who must wait in the middle goes on alone, and holds up nobody. */
export class Lockstep<P> {
  readonly #course: Course<P>
  #entered: P[] = []

  constructor(course: Course<P>) {
    this.#course = course
  }

  enter(passage: P): void {
    if (this.#entered.push(passage) === 1) this.#course.setOff(() => this.#go())
  }

  #go(): void {
    let going = this.#entered
    this.#entered = []
    for (let at = 0; at < this.#course.steps.length; at += 1) going = going.filter(passage => this.#do(passage, at))
    for (const passage of going) this.#course.done?.(passage)
  }

  /** False where the passage goes on by itself, or is over. */
  #do(passage: P, at: number): boolean {
    try {
      const waiting = this.#course.steps[at]?.(passage)
      if (waiting === undefined) return true
      waiting.then(
        () => this.#alone(passage, at + 1),
        error => this.#course.failed(passage, error),
      )
    } catch (error) {
      this.#course.failed(passage, error)
    }
    return false
  }

  #alone(passage: P, from: number): void {
    for (let at = from; at < this.#course.steps.length; at += 1) if (!this.#do(passage, at)) return
    this.#course.done?.(passage)
  }
}

/** Awaited between two parts of what a request does: the others that began with it do the first part before it does the second. */
export const step: Promise<void> = Promise.resolve()
