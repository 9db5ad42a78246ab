import { type Command, InvalidArgumentError, Option } from 'commander'

/** Why it is done: kept on every row that the call writes. */
export const withReason = (command: Command): Command =>
  command.requiredOption('--reason <text>', 'why; kept in the audit trail')

export const withLimit = (command: Command): Command =>
  command.addOption(new Option('--limit <count>', 'items at most').default(50).argParser(wholeNumber))

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError('It must be a whole number above 0.')
  return Number(text)
}

/** For an option that may be given several times; it must have no default, which would be added to. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** One of some words, in any letter case; the choices are shown in the help. */
export const word = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, `${description} (${choices.join(', ')})`).argParser(text => {
    const found = choices.find(choice => choice.toLowerCase() === text.toLowerCase().replaceAll('-', '_'))
    if (found === undefined) throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`)
    return found
  })
