export { type Cap, type CapOverride, documentedCaps, type LimitOperation, type LimitPeriod, type Tier } from './cap.ts'
export { limitGivenBack, limitUse } from './limit-use.ts'
export { remainingOf, type Standing, showStandings } from './standing.ts'
export { addCapOverride, endCapOverride, findStandings, listCapOverrides, noteExtension } from './store.ts'
