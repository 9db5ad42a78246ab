import { partnerResources } from './generated/resources.ts'
import { type TransportOptions, transport } from './transport.ts'

export interface ClientOptions extends Omit<TransportOptions, 'headers'> {
  /** Sent as `x-api-key`. */
  readonly apiKey: string
}

/** A partner's client: one method per call, grouped as in the reference. Throws FlorinError and FlorinConnectionError. */
export const createClient = ({ apiKey, ...options }: ClientOptions) => {
  const { call, callText } = transport({ ...options, headers: { 'x-api-key': apiKey } })
  return partnerResources(call, callText)
}

export type Client = ReturnType<typeof createClient>
