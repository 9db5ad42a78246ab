/** Tries after the first. */
const waitFirstMs = 500
const waitMaxMs = 8_000
/** A longer `Retry-After` is not waited for: the caller knows better what to do meanwhile. */
const retryAfterMaxMs = 60_000

/** Whether another try may go better. Changes bear a key, so a repeated one is made once. */
export const mayRetry = (status: number, code: string | undefined): boolean =>
  status === 429 || status >= 500 || code === 'P408'

/**
 * How long to wait before try number `attempt` (1 for the first repetition): what the server says, else twice as long
 * each time and somewhere in the upper half of it, so that clients don't come back all at once. Undefined: give up.
 */
export const waitMs = (attempt: number, retryAfter: string | null, chance: number): number | undefined => {
  const seconds = Number(retryAfter ?? Number.NaN)
  if (retryAfter !== null && Number.isFinite(seconds) && seconds >= 0) {
    return seconds * 1000 > retryAfterMaxMs ? undefined : seconds * 1000
  }
  const full = Math.min(waitFirstMs * 2 ** (attempt - 1), waitMaxMs)
  return full / 2 + (full / 2) * chance
}

/** Waits, or throws the signal's reason when that comes first. */
export const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
