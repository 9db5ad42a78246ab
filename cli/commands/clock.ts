import type { Command } from 'commander'
import { durationMs } from '../duration.ts'
import { showOne } from '../output.ts'
import type { Session } from '../session.ts'

/** Longer than the minute that the server takes at most. */
const timeoutMs = 90_000

export function addClockCommands(program: Command, open: () => Session): void {
  program
    .command('clock')
    .description('the clock of a sandbox with CLOCK=manual')
    .command('advance <duration>')
    .description('move it on by 90s, 1h30m, 2d …, doing what falls due on the way')
    .action(async (duration: string) => {
      const { output, partner } = open()
      const answer = await partner().sandbox.advanceClock({ advanceMs: durationMs(duration) }, { timeoutMs })
      showOne(output, answer)
    })
}
