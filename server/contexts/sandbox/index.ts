export type { ChaosFault, FaultyRail, FaultyRails } from './chaos.ts'
export { simulateClockRoutes } from './routes.ts'
export { type SimulatorRoutesDeps, simulatorRoutes } from './simulator-routes.ts'
