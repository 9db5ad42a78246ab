import { parseArgs } from 'node:util'

/** The command's line is wrong, or what it asks for is refused: the message says how. */
export class BadCommand extends Error {
  override readonly name = 'BadCommand'
}

/** The one thing that a command is about, and its options. Throws BadCommand with `usage`. */
export function read<const O extends Record<string, { type: 'string'; multiple?: boolean }>>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [first, ...rest] = positionals
    if (first === undefined || rest.length > 0) throw new BadCommand(`usage: ${usage}`)
    return { first, values }
  } catch (error) {
    throw error instanceof BadCommand ? error : new BadCommand(`${(error as Error).message}\nusage: ${usage}`)
  }
}
