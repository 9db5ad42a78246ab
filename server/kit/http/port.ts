/** A port is taken: the message says which setting names another. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

/** The error of a failed listen as one that says what to do, where it is that. */
export function asPortTaken(error: unknown, port: number, setting: string): Error {
  if ((error as { code?: string }).code === 'EADDRINUSE') {
    return new PortTaken(
      `Port ${port} is taken. Stop what uses it, or set ${setting} to another port (0: any free one).`,
    )
  }
  return error instanceof Error ? error : new Error(String(error))
}
