import type { HostedState, Part } from './api.ts'

export type Step = 'consent' | 'document' | Part | 'review' | 'result' | 'over'

/** Where the user goes on, told by what is there already: also after a reload, days later, or on a bad connection. */
export function stepOf(state: HostedState): Step {
  if (state.status === 'SUBMITTED') return 'result'
  if (state.status === 'REPLACED' || state.isExpired) return 'over'
  if (!state.hasConsented) return 'consent'
  if (state.document === null) return 'document'
  return state.missing[0] ?? 'review'
}

const needed = (state: HostedState): readonly Part[] =>
  state.document === null || state.document.documentType === 'PASSPORT'
    ? ['FRONT', 'SELFIE']
    : ['FRONT', 'BACK', 'SELFIE']

/** The steps of this user in their order; what comes after is not counted. */
export const stepsOf = (state: HostedState): readonly Step[] => ['consent', 'document', ...needed(state), 'review']
