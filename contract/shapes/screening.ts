/** Where a user who may be on a list stands: somebody has to decide, has decided, or the list does not say it any more. */
export const hitStates = ['OPEN', 'FALSE_POSITIVE', 'TRUE_MATCH', 'LAPSED'] as const
export const loadStates = ['RECEIVING', 'READING', 'ACTIVE', 'SUPERSEDED', 'FAILED'] as const
export const listTopics = ['SANCTION', 'PEP', 'PEP_RELATIVE', 'CRIME', 'INTEREST'] as const

/** Of a file; in base64 it is just below the megabyte that a request may have. */
export const partBytesMax = 720_000
