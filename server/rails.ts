import type { Config } from './config.ts'
import type { Rates } from './contexts/pricing/index.ts'
import type { Kernel } from './kit/kernel.ts'
import { httpRates } from './rails/rates/adapter.ts'
import { simulatedRates } from './rails/rates/simulator/simulated-rates.ts'

/*
 * Which adapter or simulator stands behind each port. In the sandbox it is a simulator; in production an adapter, or
 * nothing (undefined): the rail is off and its endpoints answer P501. A simulator cannot be bound there.
 */

export function ratesOf({ pool, log }: Kernel, config: Config): Rates | undefined {
  if (config.MODE === 'sandbox') return simulatedRates(pool, config.SIMULATION_SEED)
  if (config.RATES_URLS.length === 0) return undefined
  return httpRates({
    sources: config.RATES_URLS,
    onMissing: (source, error) => log.warn({ source, err: error }, 'A source of rates did not give a ticker book'),
  })
}
