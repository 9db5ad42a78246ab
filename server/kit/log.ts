import pino from 'pino'

/** What the kit needs of a logger. `detail` is masked by name of field. */
export interface Log {
  info(detail: object, message: string): void
  warn(detail: object, message: string): void
  error(detail: object, message: string): void
}

const secretFields = [
  'apiKey',
  'authorization',
  'cookie',
  'cvv',
  'cardNumber',
  'pin',
  'password',
  'secret',
  'token',
  'masterKey',
  'email',
  'phone',
  'firstName',
  'lastName',
  'birthDate',
  'pesel',
  'documentNumber',
  'iban',
  'senderIban',
  'senderName',
  'holderName',
]

/** What PostgreSQL says of the values that it was given: whole rows, parts of documents. */
const values = new Set(['detail', 'where', 'internalQuery'])

interface ToldError {
  readonly aggregateErrors?: readonly ToldError[]
  readonly [field: string]: unknown
}

/**
 * Of an error its text, its stack and those of its fields that are one word or number (a code, a table, a constraint).
 * No values and no objects: an error may hold the bytes that a client sent, or the connection with its secrets.
 */
const tell = ({ aggregateErrors, ...fields }: ToldError): ToldError => ({
  ...Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => !values.has(name) && (typeof value !== 'object' || value === null),
    ),
  ),
  ...(aggregateErrors === undefined ? {} : { aggregateErrors: aggregateErrors.map(tell) }),
})

/** What is thrown need not be an error, and may be nothing. */
const tellThrown = (thrown: unknown): unknown =>
  thrown instanceof Error ? tell({ ...pino.stdSerializers.err(thrown) }) : thrown

/** JSON lines on standard output. Secrets and personal data are masked wherever a field bears one of the known names. */
export const makeLog = (level: string, destination?: { write(line: string): void }): pino.Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secretFields.flatMap(field => [field, `*.${field}`, `*.*.${field}`]),
        censor: '[masked]',
      },
      serializers: { err: tellThrown },
    },
    destination as pino.DestinationStream,
  )
