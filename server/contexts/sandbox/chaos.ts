import type { chaosFaults, chaosRails } from '@florin/contract/shapes/chaos.ts'
import { invalidField } from '../../kit/problem.ts'

export type ChaosRail = (typeof chaosRails)[number]
export type ChaosFault = (typeof chaosFaults)[number]

/** A simulated rail that misbehaves on request. */
export interface FaultyRail {
  /** What it knows to do wrong. */
  readonly faults: readonly ChaosFault[]
  /** The next `count` calls show the fault, whatever was planned of it before; 0 takes it back. */
  plan(fault: ChaosFault, count: number): Promise<void>
}

/** Bound in app.ts: a simulator joins with one line. */
export type FaultyRails = Readonly<Partial<Record<ChaosRail, FaultyRail>>>

/** The rail, if it knows the fault. Throws P403 with what may be asked for. */
export function faultyRailOf(rails: FaultyRails, rail: ChaosRail, fault: ChaosFault): FaultyRail {
  const faulty = rails[rail]
  if (faulty === undefined) {
    throw invalidField('rail', `must be one of the following values: ${Object.keys(rails).join(', ')}`)
  }
  if (!faulty.faults.includes(fault)) {
    throw invalidField('fault', `must be one of the following values: ${faulty.faults.join(', ')}`)
  }
  return faulty
}
