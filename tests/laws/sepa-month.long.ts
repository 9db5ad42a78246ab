import { liveThrough } from './sepa-traffic.ts'

// A month: two weekends of every kind, month's end, Good Friday and Easter.
liveThrough({ days: 30, seed: 20_270_301 })
