/** The simulated rails that can be made to misbehave. */
export const chaosRails = ['sepa', 'kyc', 'rates', 'webhooks'] as const

/** What a rail can be made to do; none knows all of them. */
export const chaosFaults = [
  'slow',
  'unavailable',
  'accept-then-time-out',
  'twice',
  'out-of-order',
  'vanish',
  'charge',
  'stale',
  'halt',
  'deviate',
] as const
