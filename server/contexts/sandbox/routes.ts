import type { endpoints } from '@florin/contract/index.ts'
import { advanceClock, type LookAhead } from '../../kit/clock/advance.ts'
import type { Clock } from '../../kit/clock/clock.ts'
import { act, type Handlers } from '../../kit/http/call.ts'
import { invalidField, Problem } from '../../kit/problem.ts'

/** What is reckoned from now on, such as the end of a term, must stay within the four digits of a year. */
const clockEnd = new Date('9000-01-01T00:00:00.000Z')

type Own = Pick<Handlers<typeof endpoints>, 'advanceClock'>

/** The clock of the sandbox. It belongs to the whole bank, so moving it needs no partner of one's own. */
export const simulateClockRoutes = (deps: { clock: Clock; lookAheads: readonly LookAhead[] }): Own => ({
  advanceClock: act(async (work, call) => {
    if (deps.clock.mode !== 'manual') {
      throw new Problem('P403', 'The clock is real and cannot be moved. Start with CLOCK=manual.', {
        failures: [{ path: 'clock', message: 'clock is real and cannot be moved' }],
      })
    }
    const { advanceMs, to } = call.body
    const target = to ?? new Date(work.now.getTime() + (advanceMs ?? 0))
    if (target < work.now)
      throw invalidField('to', `must not be before ${work.now.toISOString()}: the clock never goes back`)
    if (target >= clockEnd)
      throw invalidField(to === undefined ? 'advanceMs' : 'to', 'must leave the clock before the year 9000')
    const { now, settled, pending } = await advanceClock(deps.clock, deps.lookAheads, target)
    return { now: now.toISOString(), settled, ...(settled ? {} : { pending }) }
  }),
})
