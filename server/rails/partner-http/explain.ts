import { errors } from 'undici'
import { AddressRefused } from './address.ts'
import { Flooded } from './flood-watch.ts'

const lengthMax = 300

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there',
  ECONNRESET: 'The connection was closed before an answer came',
  EPIPE: 'The connection was closed before an answer came',
  UND_ERR_SOCKET: 'The connection was closed before an answer came',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network of the host cannot be reached',
  ETIMEDOUT: 'The host did not accept a connection in time',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too long',
  UND_ERR_CONNECT_TIMEOUT: 'The host did not accept a connection in time',
  ENOTFOUND: 'The name of the host is not known',
  EAI_AGAIN: 'The name servers of the host did not answer',
  CERT_HAS_EXPIRED: 'The certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate chain ends in an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate chain is incomplete: the server has to send its intermediates too',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host',
}

/** An answer came, and it is none that HTTP allows here: undici's message, and what it means. */
const notAllowed: Readonly<Record<string, string>> = {
  'bad response': 'The server answered 100 Continue, which was not asked for',
  'bad upgrade': 'The server answered with a change of protocol, which was not asked for',
}

/** Why there was no answer, in words that help the partner. */
export function explain(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : error
  if (first instanceof AddressRefused || first instanceof Flooded) return first.message
  if (isNotAllowed(error)) return notAllowed[error.message] ?? notHttp
  const { code } = (first ?? error) as { code?: string }
  if (code !== undefined && words[code] !== undefined) return words[code]
  if (error instanceof errors.HTTPParserError || code === 'ERR_ASSERTION') return notHttp
  // The message of these names files of OpenSSL; the reason is what it has to say.
  const reason = tlsReasonOf(error)
  if (reason !== undefined) return `TLS could not be agreed on: ${reason}`.slice(0, lengthMax)
  return `The call failed: ${error.message || error.name}`.slice(0, lengthMax)
}

const notHttp = 'The answer is not HTTP'

const isNotAllowed = (error: Error): boolean =>
  error instanceof errors.SocketError && Object.hasOwn(notAllowed, error.message)

/** OpenSSL's errors: `<thread>:error:<code>:<library>:<function>:<reason>:<file>:<line>:`. */
function tlsReasonOf(error: Error): string | undefined {
  const { reason } = error as { reason?: unknown }
  if (typeof reason === 'string') return reason
  return /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(error.message)?.[1]
}

/**
 * The connection had served before and was closed by the other side when our request was on its way: an idle connection
 * that timed out there. Nobody has read the request.
 */
export function isUnseen(error: Error): boolean {
  if (isNotAllowed(error)) return false
  if (error instanceof errors.SocketError) return (error.socket?.bytesRead ?? 0) > 0
  const { code } = error as { code?: string }
  return code === 'ECONNRESET' || code === 'EPIPE'
}
