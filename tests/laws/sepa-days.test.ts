import { liveThrough } from './sepa-traffic.ts'

// A month of it is lived through by the long run.
liveThrough({ days: 3, seed: 7 })
