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
      serializers: { err: pino.stdSerializers.err },
    },
    destination as pino.DestinationStream,
  )
