/**
 * An inbound message that cannot be trusted to mean what it says: hostile or broken XML, the wrong schema, a mandatory
 * element missing, an amount that is no decimal. Nothing of it may be booked; the raw bytes stay with whoever stored them.
 */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage'
  /** What is wrong, in words for an operator. */
  readonly reason: string
  /** Where, as element names from the root joined by `/`; empty when the fault is not at one element. */
  readonly path: string

  constructor(reason: string, path = '') {
    super(path === '' ? reason : `${path}: ${reason}`)
    this.reason = reason
    this.path = path
  }
}

/** A value of ours that no valid message can carry: a text too long, a mandatory field missing, both sides of a choice. A bug of the caller. */
export class UnwritableMessage extends Error {
  override readonly name = 'UnwritableMessage'
  readonly reason: string
  readonly path: string

  constructor(reason: string, path = '') {
    super(path === '' ? reason : `${path}: ${reason}`)
    this.reason = reason
    this.path = path
  }
}
