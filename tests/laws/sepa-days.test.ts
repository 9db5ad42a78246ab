import { liveThrough } from './sepa-traffic.ts'

liveThrough({ days: 6, seed: 7 })
