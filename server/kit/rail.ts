/**
 * What a rail may answer beside a result. Anything else that it throws means that nobody knows what happened:
 * the thing stays pending until reconciliation ends it.
 */

/** Nothing was done, or it is not known to be done, and asking again later is right. The message is for logs, never for partners. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** A definite no, for a reason in our own words. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly reason: string

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
