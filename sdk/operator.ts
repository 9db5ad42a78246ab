import { operatorResources } from './generated/operator-resources.ts'
import { type TransportOptions, transport } from './transport.ts'

export type * from './generated/operator-types.ts'

export interface OperatorClientOptions extends Omit<TransportOptions, 'headers'> {
  /** Sent as a bearer token. */
  readonly token: string
}

/** A client of the operator's listener. */
export const createOperatorClient = ({ token, ...options }: OperatorClientOptions) =>
  operatorResources(transport({ ...options, headers: { authorization: `Bearer ${token}` } }).call)

export type OperatorClient = ReturnType<typeof createOperatorClient>
