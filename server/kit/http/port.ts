/** A listener cannot be opened: the message says which setting names another port or address. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen'
}

/** Where was to be listened, and by which setting's port. */
export interface Listening {
  readonly host: string
  readonly port: number
  readonly setting: string
}

/** The error of a failed listen as one that says what to do, where it is a setting's matter. */
export function asCannotListen(error: unknown, { host, port, setting }: Listening): Error {
  const { code = '' } = error as { code?: string }
  const message = messages[code]?.({ host, port, setting })
  if (message !== undefined) return new CannotListen(message, { cause: error })
  return error instanceof Error ? error : new Error(String(error))
}

const unknownName = ({ host }: Listening): string => `HOST: no address is known for the name ${host}.`
const messages: Readonly<Record<string, (at: Listening) => string>> = {
  EADDRINUSE: ({ port, setting }) =>
    `Port ${port} is taken. Stop what uses it, or set ${setting} to another port (0: any free one).`,
  EACCES: ({ port, setting }) => `${setting}: this user may not listen on port ${port}.`,
  EADDRNOTAVAIL: ({ host }) => `HOST: ${host} is no address of this machine.`,
  EAFNOSUPPORT: ({ host }) => `HOST: this machine has no addresses of the kind of ${host}.`,
  EINVAL: ({ host }) => `HOST: this machine cannot listen on ${host}.`,
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
}
