/**
 * Calls `act` every `everyMs` of real time, one call at a time; what a call throws goes to `failed`. The returned
 * function ends it, and resolves when no call is under way any more: what it wrote can then be taken back.
 */
export function repeat(
  everyMs: number,
  act: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    underWay ??= act()
      .then(() => undefined, failed)
      .finally(() => (underWay = undefined))
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await underWay
  }
}
