import { FlorinConnectionError, FlorinError } from '@florin/sdk/index.ts'

/** What the shell sees. Scripts decide by it. */
export const exits = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const

/** The command cannot be carried out as it was given; the message says what to give instead. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

/** The server, or the command beside its database, said no. */
export class Denied extends Error {
  override readonly name = 'Denied'
}

/** What is told of a failure, and how the command ends. Faults of ours are thrown on. */
export function explain(error: unknown, urls: string): { message: string; exit: number } {
  if (error instanceof Misuse) return { message: error.message, exit: exits.usage }
  if (error instanceof Denied) return { message: error.message, exit: exits.refused }
  if (error instanceof FlorinError) {
    const hint = error.code === 'P401' ? ' Is FLORIN_OPERATOR_TOKEN (or FLORIN_API_KEY) right?' : ''
    const request = error.requestId === undefined ? '' : ` [request ${error.requestId}]`
    return { message: `${error.code}: ${error.message}${hint}${request}`, exit: exits.refused }
  }
  if (error instanceof FlorinConnectionError) {
    return { message: `${error.message} (${urls}). Is the server running there?`, exit: exits.unreachable }
  }
  throw error
}
