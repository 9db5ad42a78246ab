import type { JobHandler } from '../../kit/jobs/runner.ts'
import { reading, transact } from '../../kit/kernel.ts'
import type { JobRequest } from '../../kit/work/decision.ts'
import { recordScreening } from './record-screening.ts'
import type { RescreenParts } from './rescreen-users.ts'

const kind = 'screening.screen-user'

/** To be committed with whatever made a user or changed who it is: the user is then compared with the lists. */
export const screenUserRequest = (user: { readonly id: string; readonly version: number }): JobRequest => ({
  kind,
  key: `${user.id}/${user.version}`,
  payload: { userId: user.id },
})

/** Compares a user who is new or has changed. */
export const screenUserJob = ({ kernel, people, screen }: RescreenParts): JobHandler => ({
  kind,
  async run(job) {
    const { partnerId } = job
    const { userId } = job.payload as { userId: string }
    const origin = { actor: `job:${kind}`, partnerId, ...(job.cause === undefined ? {} : { cause: job.cause }) }
    const subject = await people.find(await reading(kernel, origin), { partnerId, userId })
    if (subject === undefined) return
    const screening = await screen(subject.person)
    await transact(kernel, origin, work => recordScreening(work, people, subject, screening))
  },
})
