import type { Kernel } from '../../kit/kernel.ts'
import type { PersonalData } from '../users/index.ts'
import type { CheckResult } from './ruling.ts'

/** Whom a further check is about. */
export interface CheckedPerson {
  readonly partnerId: string
  readonly userId: string
  readonly caseId: string
  readonly person: PersonalData
}

/**
 * A check that somebody else makes: sanctions, an outside provider. It plugs into every verification beside our own, says
 * itself what its reasons lead to, and its evidence is kept with the case. It is asked without a transaction, may be asked
 * again for the same case, and may call out. One that throws sends the case to a person (CHECK_UNAVAILABLE).
 */
export interface ExtraCheck {
  readonly name: string
  judge(kernel: Kernel, whom: CheckedPerson): Promise<Omit<CheckResult, 'name'>>
}
