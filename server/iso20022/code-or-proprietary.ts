import { optional, type RecordCodec, record } from './shape.ts'
import { text } from './simple-types.ts'

/** A code of an external code set, or a text agreed between the two sides. */
export interface CodeOrProprietary {
  readonly code?: string
  readonly proprietary?: string
}

/** @param codeLength 4 in most code sets, 35 for local instruments */
export function codeOrProprietary(codeLength = 4): RecordCodec<CodeOrProprietary> {
  return record(
    { code: optional('Cd', text(codeLength)), proprietary: optional('Prtry', text(35)) },
    { exactlyOne: [['code', 'proprietary']] },
  )
}
