export type { CapOverride, LimitOperation, LimitPeriod, Tier } from './cap.ts'
export { limitGivenBack, limitUse } from './limit-use.ts'
export { type Standing, showStandings } from './standing.ts'
export { addCapOverride, endCapOverride, findStandings, listCapOverrides, noteExtension } from './store.ts'
